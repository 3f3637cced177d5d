import type { Loaders } from './loaders.js';

export const kernelRidge = {} satisfies Loaders;
