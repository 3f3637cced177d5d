import type { Loaders } from './loaders.js';

export const kernelApproximation = {} satisfies Loaders;
