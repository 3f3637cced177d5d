import type { Loaders } from './loaders.js';

export const decomposition = {} satisfies Loaders;
