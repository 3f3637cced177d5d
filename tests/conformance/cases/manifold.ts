import { Isomap, SpectralEmbedding, TSNE } from '../../../src/estimators/manifold/index.js';
import type { manifold } from '../../../src/registry/manifold.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof manifold> = {
  Isomap: [
    { make: () => new Isomap({ nNeighbors: 8 }) },
    { make: () => new Isomap({ nNeighbors: null, radius: 3, pathMethod: 'FW', eigenSolver: 'arpack' }) },
    { make: () => new Isomap({ metric: 'precomputed' }) },
  ],
  SpectralEmbedding: [
    { make: () => new SpectralEmbedding({ nNeighbors: 25, randomState: 0 }) },
    { make: () => new SpectralEmbedding({ affinity: 'rbf', gamma: 0.1, randomState: 0 }) },
    { make: () => new SpectralEmbedding({ affinity: 'precomputed', randomState: 0 }) },
  ],
  TSNE: [
    { make: () => new TSNE({ perplexity: 5, maxIter: 250, randomState: 0 }) },
    {
      make: () => new TSNE({ perplexity: 5, maxIter: 250, method: 'exact', init: 'random', randomState: 0 }),
    },
    {
      make: () =>
        new TSNE({ perplexity: 5, maxIter: 250, metric: 'precomputed', init: 'random', randomState: 0 }),
    },
  ],
};
