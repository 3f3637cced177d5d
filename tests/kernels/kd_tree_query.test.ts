import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { RandomState } from '../../src/core/random.js';
import { buildKdTree, KdSearcher } from '../../src/estimators/neighbors/kd_tree.js';
import { NeighborHeap } from '../../src/estimators/neighbors/neighbor_heap.js';
import { KdTreeQuery } from '../../src/kernels/kd_tree_query.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { builds } from './support.js';

afterEach(() => forceKernelBuild(undefined));

const powers = [1, 2, Number.POSITIVE_INFINITY] as const;

describe('KdTreeQuery', () => {
  it.each(builds)('gives the bits of the plain search (%s)', (build) => {
    forceKernelBuild(build);
    const property = fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...powers),
      fc.integer({ min: 0, max: 2 ** 31 }),
      fc.boolean(),
      (n, d, leafSize, power, seed, coarse) => {
        const random = new RandomState(seed);
        const draw = (count: number) => {
          const values = random.standardNormal(count);
          // Rounded coordinates make ties and duplicates.
          return coarse ? values.map((v) => Math.round(v)) : values;
        };
        const tree = buildKdTree(draw(n * d), d, leafSize);
        const m = 9;
        const queries = draw(m * d);
        const k = 1 + (seed % Math.min(n, 20));
        const searcher = new KdSearcher(tree, { power, scale: new Float64Array(0) });
        const heap = new NeighborHeap(k);
        const distances = new Float64Array(m * k);
        const indices = new Int32Array(m * k);
        for (let i = 0; i < m; i++) {
          searcher.nearest(queries, i * d, heap);
          heap.drain(distances, indices, i * k);
        }
        const query = new KdTreeQuery(tree, power);
        const found = query.nearest(queries, 0, m, k);
        query.release();
        expect(found.distances).toEqual(distances);
        expect(found.indices).toEqual(indices);
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  it('answers a part of the queries, and leaves nothing allocated', () => {
    const data = new RandomState(3).standardNormal(300);
    const query = new KdTreeQuery(buildKdTree(data, 3, 5), 2);
    const all = query.nearest(data, 0, 100, 4);
    const part = query.nearest(data, 40, 60, 4);
    query.release();
    expect(part.indices).toEqual(all.indices.slice(160, 240));
    expect(Array.from(all.indices.filter((_, i) => i % 4 === 0))).toEqual(
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
  });
});
