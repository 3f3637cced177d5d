import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';
import { Run } from '../../../src/core/run.js';
import { coreDistances } from '../../../src/estimators/cluster/density/core_distances.js';
import { reachAll } from '../../../src/estimators/cluster/density/reach.js';
import { indexOf } from '../../../src/estimators/neighbors/kneighbors_base.js';
import { liveAllocations, liveSessions } from '../../../src/kernels/wasm/runtime.js';

describe('a tree that grows over a kd-tree', () => {
  it('takes the rows of the plain algorithm, at the same costs to the bit', async () => {
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 160 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom('euclidean' as const, 'manhattan' as const, 'chebyshev' as const),
      fc.nat({ max: 1e6 }),
      fc.record({ coarse: fc.boolean(), mutual: fc.boolean(), near: fc.boolean() }),
      async (n, d, k, leafSize, metric, seed, { coarse, mutual, near }) => {
        const values = new RandomState(seed)
          .standardNormal(n * d)
          .map((v) => (coarse ? Math.round(2 * v) : v));
        const X = Matrix.of(values, d);
        const settings = { leafSize, metric, metricParams: null, p: 2, nJobs: null };
        const tree = indexOf(X, { ...settings, algorithm: 'kd_tree' }, null, 'test');
        const plain = indexOf(X, { ...settings, algorithm: 'ball_tree' }, null, 'test');
        const run = new Run('test');
        const core = await coreDistances(tree, Math.min(n, k), metric, null, run);
        const limit = near ? 1 : Number.POSITIVE_INFINITY;
        if (near) for (let i = 0; i < n; i++) if (core[i] > limit) core[i] = Number.POSITIVE_INFINITY;
        const query = { metric, core, alpha: [1, 0.7, 2][seed % 3], limit, mutual: mutual && !near };
        expect(await reachAll(tree, query, run)).toEqual(await reachAll(plain, query, run));
      },
    );
    await fc.assert(property, { numRuns: 200 });
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });
});
