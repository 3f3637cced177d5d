import type { Loaders } from './loaders.js';

export const forest = {} satisfies Loaders;
