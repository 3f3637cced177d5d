import { TSNE } from '../../../src/estimators/manifold/index.js';
import type { manifold } from '../../../src/registry/manifold.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof manifold> = {
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
