import { DBSCAN, KMeans, MiniBatchKMeans } from '../../../src/estimators/cluster/index.js';
import type { cluster } from '../../../src/registry/cluster.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof cluster> = {
  DBSCAN: [
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3 }) },
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3, metric: 'minkowski', p: 3 }) },
    { make: () => new DBSCAN({ eps: 1.5, minSamples: 3, metric: 'precomputed' }) },
  ],
  KMeans: [
    { make: () => new KMeans({ nClusters: 3, randomState: 0 }) },
    { make: () => new KMeans({ nClusters: 3, algorithm: 'elkan', init: 'random', randomState: 0 }) },
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
};
