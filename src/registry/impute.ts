import type { Loaders } from './loaders.js';

export const impute = {
  IterativeImputer: async () => (await import('../impute/index.js')).IterativeImputer,
  KNNImputer: async () => (await import('../impute/index.js')).KNNImputer,
  MissingIndicator: async () => (await import('../impute/index.js')).MissingIndicator,
  SimpleImputer: async () => (await import('../impute/index.js')).SimpleImputer,
} satisfies Loaders;
