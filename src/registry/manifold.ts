import type { Loaders } from './loaders.js';

export const manifold = {
  Isomap: async () => (await import('../estimators/manifold/index.js')).Isomap,
  SpectralEmbedding: async () => (await import('../estimators/manifold/index.js')).SpectralEmbedding,
  TSNE: async () => (await import('../estimators/manifold/index.js')).TSNE,
} satisfies Loaders;
