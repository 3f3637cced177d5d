import type { Loaders } from './loaders.js';

export const discriminantAnalysis = {} satisfies Loaders;
