import type { Loaders } from './loaders.js';

export const manifold = {
  TSNE: async () => (await import('../estimators/manifold/index.js')).TSNE,
} satisfies Loaders;
