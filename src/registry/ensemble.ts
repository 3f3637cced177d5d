import type { Loaders } from './loaders.js';

export const ensemble = {} satisfies Loaders;
