import {
  AffinityPropagation,
  AgglomerativeClustering,
  Birch,
  BisectingKMeans,
  DBSCAN,
  FeatureAgglomeration,
  HDBSCAN,
  KMeans,
  MeanShift,
  MiniBatchKMeans,
  OPTICS,
  SpectralClustering,
} from '../../../src/estimators/cluster/index.js';
import type { cluster } from '../../../src/registry/cluster.js';
import type { Cases } from '../cases.js';

const infinite = {
  'infinities are refused in fit and afterwards':
    'rows with infinite cells are labelled -2, as in scikit-learn',
  'a failed refit keeps the earlier model': 'the refit that must fail holds an infinity',
};

export const cases: Cases<typeof cluster> = {
  AffinityPropagation: [
    { make: () => new AffinityPropagation({ preference: -200, damping: 0.7, randomState: 0 }) },
  ],
  AgglomerativeClustering: [
    { make: () => new AgglomerativeClustering({ nClusters: 3 }) },
    { make: () => new AgglomerativeClustering({ nClusters: 3, linkage: 'average', metric: 'precomputed' }) },
    {
      make: () => new AgglomerativeClustering({ nClusters: null, distanceThreshold: 2, linkage: 'complete' }),
    },
  ],
  Birch: [
    { make: () => new Birch({ nClusters: 3 }) },
    {
      make: () => new Birch({ nClusters: new KMeans({ nClusters: 3, randomState: 0 }), branchingFactor: 5 }),
    },
  ],
  BisectingKMeans: [
    { make: () => new BisectingKMeans({ nClusters: 3, nInit: 3, randomState: 0 }) },
    {
      make: () =>
        new BisectingKMeans({
          nClusters: 3,
          nInit: 3,
          bisectingStrategy: 'largest_cluster',
          algorithm: 'elkan',
          randomState: 0,
        }),
    },
  ],
  FeatureAgglomeration: [{ make: () => new FeatureAgglomeration({ nClusters: 2 }) }],
  DBSCAN: [
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3 }) },
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3, metric: 'minkowski', p: 3 }) },
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3, metric: 'precomputed' }) },
  ],
  HDBSCAN: [
    { make: () => new HDBSCAN(), exceptions: infinite },
    {
      make: () => new HDBSCAN({ metric: 'canberra', minClusterSize: 4, clusterSelectionMethod: 'leaf' }),
      exceptions: infinite,
    },
    { make: () => new HDBSCAN({ metric: 'precomputed' }) },
  ],
  KMeans: [
    { make: () => new KMeans({ nClusters: 3, randomState: 0 }) },
    { make: () => new KMeans({ nClusters: 3, algorithm: 'elkan', init: 'random', randomState: 0 }) },
  ],
  OPTICS: [
    { make: () => new OPTICS({ minClusterSize: 0.2 }) },
    { make: () => new OPTICS({ clusterMethod: 'dbscan', eps: 1.5, maxEps: 4, metric: 'minkowski', p: 3 }) },
    { make: () => new OPTICS({ metric: 'precomputed', minSamples: 0.1 }) },
  ],
  MiniBatchKMeans: [
    {
      make: () => new MiniBatchKMeans({ nClusters: 3, batchSize: 20, randomState: 0 }),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          'other rows are drawn when rows are repeated',
      },
    },
  ],
  SpectralClustering: [
    { make: () => new SpectralClustering({ nClusters: 3, gamma: 0.1, randomState: 0 }) },
    {
      make: () =>
        new SpectralClustering({
          nClusters: 3,
          affinity: 'nearest_neighbors',
          nNeighbors: 25,
          assignLabels: 'discretize',
          randomState: 0,
        }),
    },
    {
      make: () =>
        new SpectralClustering({
          nClusters: 3,
          affinity: 'precomputed',
          assignLabels: 'cluster_qr',
          randomState: 0,
        }),
    },
  ],
  MeanShift: [
    { make: () => new MeanShift({ bandwidth: 2.5 }) },
    { make: () => new MeanShift({ binSeeding: true }) },
  ],
};
