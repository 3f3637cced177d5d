import type { Loaders } from './loaders.js';

export const decomposition = {
  FactorAnalysis: async () => (await import('../estimators/decomposition/index.js')).FactorAnalysis,
  FastICA: async () => (await import('../estimators/decomposition/index.js')).FastICA,
  IncrementalPCA: async () => (await import('../estimators/decomposition/index.js')).IncrementalPCA,
  KernelPCA: async () => (await import('../estimators/decomposition/index.js')).KernelPCA,
  NMF: async () => (await import('../estimators/decomposition/index.js')).NMF,
  PCA: async () => (await import('../estimators/decomposition/index.js')).PCA,
  TruncatedSVD: async () => (await import('../estimators/decomposition/index.js')).TruncatedSVD,
} satisfies Loaders;
