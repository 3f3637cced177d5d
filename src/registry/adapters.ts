import type { Loaders } from './loaders.js';

export const adapters = {} satisfies Loaders;
