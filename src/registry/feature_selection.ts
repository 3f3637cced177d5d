import type { Loaders } from './loaders.js';

export const featureSelection = {} satisfies Loaders;
