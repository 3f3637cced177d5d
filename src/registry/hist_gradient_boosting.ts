import type { Loaders } from './loaders.js';

export const histGradientBoosting = {} satisfies Loaders;
