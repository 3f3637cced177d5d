import type { Loaders } from './loaders.js';

export const decomposition = {
  IncrementalPCA: async () => (await import('../estimators/decomposition/index.js')).IncrementalPCA,
  KernelPCA: async () => (await import('../estimators/decomposition/index.js')).KernelPCA,
  PCA: async () => (await import('../estimators/decomposition/index.js')).PCA,
  TruncatedSVD: async () => (await import('../estimators/decomposition/index.js')).TruncatedSVD,
} satisfies Loaders;
