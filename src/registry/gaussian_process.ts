import type { Loaders } from './loaders.js';

export const gaussianProcess = {} satisfies Loaders;
