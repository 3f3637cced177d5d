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

  it.each(builds)('finds the points within a distance as the plain search does (%s)', (build) => {
    forceKernelBuild(build);
    const property = fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.integer({ min: 1, max: 5 }),
      fc.integer({ min: 1, max: 12 }),
      fc.constantFrom(...powers),
      fc.constantFrom(0, 0.3, 1, 2, 100),
      fc.integer({ min: 0, max: 2 ** 31 }),
      (n, d, leafSize, power, reduced, seed) => {
        const draw = (count: number) => new RandomState(seed).standardNormal(count).map(Math.round);
        const tree = buildKdTree(draw(n * d), d, leafSize);
        const m = 7;
        const queries = draw(m * d);
        const searcher = new KdSearcher(tree, { power, scale: new Float64Array(0) });
        const query = new KdTreeQuery(tree, power);
        const byRow = query.within(queries, 0, m, reduced, 'row');
        const byDistance = query.within(queries, 0, m, reduced, 'distance');
        query.release();
        for (let i = 0, from = 0; i < m; from = byRow.ends[i++]) {
          const expected: [number, number][] = [];
          searcher.within(queries, i * d, reduced, (distance, row) => expected.push([row, distance]));
          expected.sort((a, b) => a[0] - b[0]);
          expect(Array.from(byRow.indices.slice(from, byRow.ends[i]))).toEqual(expected.map(([row]) => row));
          expect(Array.from(byRow.distances.slice(from, byRow.ends[i]))).toEqual(expected.map(([, x]) => x));
          expected.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
          const rows = Array.from(byDistance.indices.slice(from, byDistance.ends[i]));
          expect(rows).toEqual(expected.map(([row]) => row));
        }
      },
    );
    fc.assert(property, { numRuns: 100 });
  });

  it('returns more points within a distance than one call of the kernel has room for', () => {
    const n = 600;
    const data = new RandomState(3).standardNormal(2 * n);
    const query = new KdTreeQuery(buildKdTree(data, 2, 5), 2);
    const { ends, indices } = query.within(data, 0, n, 1e9, 'row');
    query.release();
    expect(ends).toEqual(Int32Array.from({ length: n }, (_, i) => (i + 1) * n));
    expect(indices).toEqual(Int32Array.from({ length: n * n }, (_, i) => i % n));
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
