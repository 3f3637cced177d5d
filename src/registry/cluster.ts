import type { Loaders } from './loaders.js';

export const cluster = {} satisfies Loaders;
