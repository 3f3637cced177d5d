import type { Loaders } from './loaders.js';

export const linearModelCv = {} satisfies Loaders;
