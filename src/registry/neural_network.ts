import type { Loaders } from './loaders.js';

export const neuralNetwork = {} satisfies Loaders;
