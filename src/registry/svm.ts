import type { Loaders } from './loaders.js';

export const svm = {} satisfies Loaders;
