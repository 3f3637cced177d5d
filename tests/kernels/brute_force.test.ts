import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { BruteForceIndex } from '../../src/kernels/brute_force.js';
import { type NearestPoints, referenceNearest } from '../../src/kernels/reference/brute_force.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { builds, numbers } from './support.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

function search(points: Matrix, queries: Matrix, k: number): NearestPoints {
  const index = new BruteForceIndex(points);
  try {
    return index.query(queries, k);
  } finally {
    index.release();
  }
}

// Identical: neither indices nor distances may differ in a bit.
function expectExact(points: Matrix, queries: Matrix, k: number): void {
  const expected = referenceNearest(points.data, queries.data, points.columns, k, 0, queries.rows);
  const actual = search(points, queries, k);
  expect(actual.indices).toEqual(expected.indices);
  expect(actual.distances).toEqual(expected.distances);
}

/** How the cells of the points, and of the queries, are made from numbers in [-1, 1). */
type Cell = (x: number, row: number) => number;
const farClusters: Cell = (x, row) => x + 3e3 * (row % 3);
const kinds: Record<string, [Cell, Cell]> = {
  plain: [(x) => x, (x) => x],
  'mean 1e8': [(x) => 1e8 + x, (x) => 1e8 + x],
  'mean 1e8, spread 1e-6': [(x) => 1e8 + 1e-6 * x, (x) => 1e8 + 1e-6 * x],
  'grid with ties': [(x) => Math.round(2 * x), (x) => Math.round(2 * x)],
  'half-grid around 1e8': [(x) => 1e8 + Math.round(4 * x) / 2, (x) => 1e8 + Math.round(4 * x) / 2],
  'all equal': [() => 3, () => 3],
  'far queries': [(x) => x, (x) => 1e12 + x],
  'farthest queries': [(x) => x, (x) => 1e300 * x],
  huge: [(x) => 1e300 * x, (x) => 1e300 * x],
  'overflowing differences': [(x) => 1.7e308 * Math.sign(x), (x) => 1.7e308 * Math.sign(x)],
  tiny: [(x) => 1e-170 * x, (x) => 1e-170 * x],
  subnormal: [(x) => 1e-310 * x, (x) => 1e-310 * x],
  // Single precision alone gets 4 of 10 of these wrong: the error bound must let whole clusters through.
  'far clusters': [farClusters, farClusters],
  'one far outlier': [(x) => (x > 0.999 ? 1e9 : x), (x) => x],
};

describe.each(builds)('BruteForceIndex (%s)', (build) => {
  it.each(Object.keys(kinds))('finds exactly what the direct formula finds: %s', (kind) => {
    forceKernelBuild(build);
    const [point, query] = kinds[kind];
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 700 }),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom(1, 2, 3, 8, 17),
        fc.integer({ min: 1, max: 12 }),
        fc.integer(),
        (n, m, d, k, seed) => {
          const points = Matrix.of(
            numbers(n * d, seed).map((x, i) => point(x, Math.floor(i / d))),
            d,
          );
          const queries = Matrix.of(
            numbers(m * d, seed + 1).map((x, i) => query(x, Math.floor(i / d))),
            d,
          );
          expectExact(points, queries, Math.min(k, n));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('finds each point itself first, duplicates by the lower index', () => {
    forceKernelBuild(build);
    const X = Matrix.of(numbers(300 * 50, 9), 50);
    const twice = Matrix.of(Float64Array.of(...X.data, ...X.data), 50);
    const { indices, distances } = search(twice, X, 2);
    expect(Array.from(indices.slice(0, 6))).toEqual([0, 300, 1, 301, 2, 302]);
    expect(Math.max(...distances)).toBe(0);
  });

  it('holds for sorted data, all neighbours and several query blocks', () => {
    forceKernelBuild(build);
    const sorted = Matrix.of(
      Float64Array.from({ length: 2000 }, (_, i) => i * 0.1),
      1,
    );
    expectExact(sorted, sorted, 7);
    const X = Matrix.of(numbers(150 * 4, 10), 4);
    expectExact(X, X, 150);
  });

  it('answers the same for any cut of the queries', () => {
    forceKernelBuild(build);
    const X = Matrix.of(numbers(500 * 10, 11), 10);
    const index = new BruteForceIndex(X);
    const whole = index.query(X, 3);
    const part = index.query(X, 3, 101, 234);
    index.release();
    expect(part.indices).toEqual(whole.indices.slice(303, 702));
    expect(part.distances).toEqual(whole.distances.slice(303, 702));
  });
});

describe('BruteForceIndex', () => {
  it('refuses a bad k, other columns and cells that are not finite', () => {
    const X = Matrix.from2DArray([
      [0, 1],
      [2, 3],
    ]);
    const index = new BruteForceIndex(X);
    expect(() => index.query(X, 3)).toThrow(/k must be an integer from 1 to 2. Got 3/);
    expect(() => index.query(Matrix.zeros(1, 3), 1)).toThrow(/queries must be rows of 2 columns/);
    index.release();
    expect(() => index.query(X, 1)).toThrow(/released/);
    expect(() => new BruteForceIndex(Matrix.from2DArray([[Number.NaN]]))).toThrow(/finite/);
  });
});
