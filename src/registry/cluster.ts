import type { Loaders } from './loaders.js';

export const cluster = {
  AffinityPropagation: async () => (await import('../estimators/cluster/index.js')).AffinityPropagation,
  DBSCAN: async () => (await import('../estimators/cluster/index.js')).DBSCAN,
  HDBSCAN: async () => (await import('../estimators/cluster/index.js')).HDBSCAN,
  KMeans: async () => (await import('../estimators/cluster/index.js')).KMeans,
  MiniBatchKMeans: async () => (await import('../estimators/cluster/index.js')).MiniBatchKMeans,
  OPTICS: async () => (await import('../estimators/cluster/index.js')).OPTICS,
  SpectralClustering: async () => (await import('../estimators/cluster/index.js')).SpectralClustering,
  MeanShift: async () => (await import('../estimators/cluster/index.js')).MeanShift,
} satisfies Loaders;
