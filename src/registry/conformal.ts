import type { Loaders } from './loaders.js';

export const conformal = {} satisfies Loaders;
