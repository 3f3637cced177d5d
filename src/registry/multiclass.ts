import type { Loaders } from './loaders.js';

export const multiclass = {} satisfies Loaders;
