import type { Loaders } from './loaders.js';

export const multioutput = {} satisfies Loaders;
