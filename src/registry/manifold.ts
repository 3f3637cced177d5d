import type { Loaders } from './loaders.js';

export const manifold = {} satisfies Loaders;
