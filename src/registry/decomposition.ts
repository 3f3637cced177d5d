import type { Loaders } from './loaders.js';

export const decomposition = {
  PCA: async () => (await import('../estimators/decomposition/index.js')).PCA,
} satisfies Loaders;
