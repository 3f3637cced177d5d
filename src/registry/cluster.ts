import type { Loaders } from './loaders.js';

export const cluster = {
  KMeans: async () => (await import('../estimators/cluster/index.js')).KMeans,
  MiniBatchKMeans: async () => (await import('../estimators/cluster/index.js')).MiniBatchKMeans,
} satisfies Loaders;
