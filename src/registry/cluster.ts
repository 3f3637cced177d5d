import type { Loaders } from './loaders.js';

export const cluster = {
  AffinityPropagation: async () => (await import('../estimators/cluster/index.js')).AffinityPropagation,
  AgglomerativeClustering: async () =>
    (await import('../estimators/cluster/index.js')).AgglomerativeClustering,
  Birch: async () => (await import('../estimators/cluster/index.js')).Birch,
  BisectingKMeans: async () => (await import('../estimators/cluster/index.js')).BisectingKMeans,
  DBSCAN: async () => (await import('../estimators/cluster/index.js')).DBSCAN,
  FeatureAgglomeration: async () => (await import('../estimators/cluster/index.js')).FeatureAgglomeration,
  HDBSCAN: async () => (await import('../estimators/cluster/index.js')).HDBSCAN,
  KMeans: async () => (await import('../estimators/cluster/index.js')).KMeans,
  MiniBatchKMeans: async () => (await import('../estimators/cluster/index.js')).MiniBatchKMeans,
  OPTICS: async () => (await import('../estimators/cluster/index.js')).OPTICS,
  SpectralClustering: async () => (await import('../estimators/cluster/index.js')).SpectralClustering,
  MeanShift: async () => (await import('../estimators/cluster/index.js')).MeanShift,
} satisfies Loaders;
