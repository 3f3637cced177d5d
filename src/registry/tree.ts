import type { Loaders } from './loaders.js';

export const tree = {} satisfies Loaders;
