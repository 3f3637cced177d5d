import type { Loaders } from './loaders.js';

export const imbalance = {} satisfies Loaders;
