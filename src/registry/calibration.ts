import type { Loaders } from './loaders.js';

export const calibration = {} satisfies Loaders;
