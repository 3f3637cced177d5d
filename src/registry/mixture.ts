import type { Loaders } from './loaders.js';

export const mixture = {} satisfies Loaders;
