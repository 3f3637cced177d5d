import type { Loaders } from './loaders.js';

export const covariance = {} satisfies Loaders;
