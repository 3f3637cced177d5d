import type { Loaders } from './loaders.js';

export const randomProjection = {} satisfies Loaders;
