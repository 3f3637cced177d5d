import type { Loaders } from './loaders.js';

export const isotonic = {} satisfies Loaders;
