import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings, DataWarning } from '../../src/core/warnings.js';
import * as pairwise from '../../src/metrics/pairwise/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Rows = number[][];
type Both = { XX: Rows; XY: Rows };
type Named = { XX: Rows; XY?: Rows };
interface Fixture {
  X: Rows;
  Y: Rows;
  B: Rows;
  C: Rows;
  H: Rows;
  P: Rows;
  Q: Rows;
  N: Rows;
  I: Rows;
  Z: Rows;
  w: number[];
  VI: Rows;
  distances: Record<string, Named>;
  params: Record<string, Both>;
  cosineZero: Both;
  nanSquared: Rows;
  paired: Record<'euclidean' | 'manhattan' | 'cosine', number[]>;
  kernels: Record<string, { default: Rows; options?: Rows }>;
  additiveChi2: Rows;
  chi2: Rows;
  chi2Gamma: Rows;
  argmin: number[];
  minimum: number[];
  argmin0: number[];
  minimum0: number[];
}

const fixture = loadFixture<Fixture>('metrics/pairwise');
const { X, Y, B, C, H, I, N, P, Q, Z, w, VI } = fixture;
// scikit-learn's Euclidean form cancels a little; 1e-10 leaves room for that alone.
const close = { rtol: 1e-10, atol: 1e-10 };
const { pairwiseDistances } = pairwise;
const booleans = [
  'jaccard',
  'dice',
  'matching',
  'kulsinski',
  'rogerstanimoto',
  'russellrao',
  'sokalmichener',
];
booleans.push('sokalsneath', 'yule');

function dataFor(metric: string): [Rows, Rows] {
  if (booleans.includes(metric)) return [B, C];
  if (metric === 'haversine') return [H, [...H].reverse()];
  if (metric === 'nan_euclidean') return [N, Y];
  return [X, Y];
}

describe('pairwiseDistances', () => {
  it.each(Object.entries(fixture.distances))('%s equals scikit-learn', (name, expected) => {
    const metric = name as pairwise.DistanceName;
    const [first, second] = dataFor(name);
    expectClose(pairwiseDistances(first, null, { metric }), expected.XX, close);
    if (!expected.XY) {
      // V and VI are estimated within one set of rows only.
      expect(() => pairwiseDistances(first, second, { metric })).toThrow(/is needed by metric/);
      return;
    }
    expectClose(pairwiseDistances(first, Matrix.from2DArray(second), { metric }), expected.XY, close);
    expectClose(pairwise.distanceMetrics().get(name)!(first, second), expected.XY, close);
  });

  it('covers every name of the registry', () => {
    const aliases = ['p', 'infinity'];
    expect([...pairwise.distanceMetrics().keys()].filter((name) => !aliases.includes(name)).sort()).toEqual(
      Object.keys(fixture.distances).sort(),
    );
  });

  it.each([
    ['minkowski3', { metric: 'minkowski', p: 3 }],
    ['minkowskiHalf', { metric: 'minkowski', p: 0.5 }],
    ['minkowskiInf', { metric: 'minkowski', p: Number.POSITIVE_INFINITY }],
    ['minkowskiW', { metric: 'minkowski', p: 1.5, w }],
    ['minkowskiInfW', { metric: 'minkowski', p: Number.POSITIVE_INFINITY, w }],
    ['hammingW', { metric: 'hamming', w }],
    ['seuclideanV', { metric: 'seuclidean', V: [1, 2, 3, 4] }],
    ['mahalanobisVI', { metric: 'mahalanobis', VI }],
  ] as const)('%s equals scikit-learn', (name, options) => {
    const [first, second] = name === 'hammingW' ? [I, [...I].reverse()] : [X, Y];
    expectClose(pairwiseDistances(first, null, options), fixture.params[name].XX, close);
    expectClose(pairwiseDistances(first, second, options), fixture.params[name].XY, close);
  });

  it('takes a function and precomputed distances', () => {
    const metric = (a: Float64Array, b: Float64Array) =>
      Math.max(...a.map((value, j) => Math.abs(value - b[j])));
    expectClose(pairwiseDistances(X, Y, { metric }), fixture.distances['chebyshev'].XY!, close);
    const distances = pairwiseDistances(X);
    expect(pairwiseDistances(distances, null, { metric: 'precomputed' })).toBe(distances);
    expect(() => pairwiseDistances([[1, 2]], null, { metric: 'precomputed' })).toThrow(
      /one column per row of Y/,
    );
    expect(() => pairwiseDistances([[-1]], null, { metric: 'precomputed' })).toThrow(/negative/);
  });

  it('keeps its digits for near points far from the origin', () => {
    const far = (rows: Rows) => rows.map((row) => row.map((value) => Math.round(value * 1024) / 1024 + 1e8));
    const near = (rows: Rows) => rows.map((row) => row.map((value) => Math.round(value * 1024) / 1024));
    for (const metric of ['euclidean', 'manhattan', 'minkowski'] as const)
      expectClose(
        pairwiseDistances(far(X), far(Y), { metric }),
        pairwiseDistances(near(X), near(Y), { metric }),
        { rtol: 0, atol: 0 },
      );
    // The mean of the far rows is rounded, the variances about it hardly.
    for (const metric of ['seuclidean', 'mahalanobis'] as const)
      expectClose(pairwiseDistances(far(X), null, { metric }), pairwiseDistances(near(X), null, { metric }), {
        rtol: 1e-12,
        atol: 0,
      });
    // 1 - cos is 5e-17 here, far below what 1 - dot can show; the expected value is the series for small angles.
    expectClose(pairwise.cosineDistances([[1, 0]], [[1, 1e-8]]), [[5e-17]], { rtol: 1e-8, atol: 0 });
  });

  it('is symmetric, zero on the diagonal and consistent between one and two inputs', () => {
    const rows = fc.array(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom('euclidean', 'l1', 'cosine', 'canberra', 'chebyshev'),
        (data, metric) => {
          const one = pairwiseDistances(data, null, { metric: metric as 'cosine' });
          const two = pairwiseDistances(data, data, { metric: metric as 'cosine' });
          for (let i = 0; i < data.length; i++) {
            expect(one.get(i, i)).toBe(0);
            for (let j = 0; j < data.length; j++) {
              expect(one.get(i, j)).toBe(one.get(j, i));
              if (i !== j) expect(Math.abs(one.get(i, j) - two.get(i, j))).toBeLessThan(1e-12);
            }
          }
        },
      ),
    );
  });

  it('warns when a boolean distance meets other numbers', async () => {
    const { warnings } = await collectWarnings(() =>
      pairwiseDistances([[0.5, 2]], null, { metric: 'jaccard' }),
    );
    expect(warnings.map((warning) => warning.constructor)).toEqual([DataWarning]);
  });

  it('refuses what does not fit', () => {
    expect(() => pairwiseDistances([[1, 2]], [[1]])).toThrow(/as many columns as X, 2/);
    expect(() => pairwiseDistances([[Number.NaN]])).toThrow(InvalidInputError);
    expect(() => pairwiseDistances(X, Y, { metric: 'euclidian' as 'euclidean' })).toThrow(
      /Did you mean 'euclidean'/,
    );
    expect(() => pairwiseDistances(X, Y, { metrik: 'cosine' } as object)).toThrow(/Did you mean 'metric'/);
    expect(() => pairwiseDistances([[1, 2]], null, { metric: 'seuclidean' })).toThrow(
      /too few rows to estimate V/,
    );
    const dependent = [
      [1, 2],
      [2, 4],
      [3, 6],
    ];
    expect(() => pairwiseDistances(dependent, null, { metric: 'mahalanobis' })).toThrow(/singular/);
  });
});

describe('named distances', () => {
  it('equal scikit-learn, zero rows and missing values included', () => {
    expectClose(pairwise.euclideanDistances(X, Y), fixture.distances['euclidean'].XY!, close);
    expectClose(
      pairwise.euclideanDistances(X, Y, { squared: true }),
      fixture.distances['sqeuclidean'].XY!,
      close,
    );
    expectClose(pairwise.manhattanDistances(X, Y), fixture.distances['l1'].XY!, close);
    expectClose(pairwise.cosineDistances(Z), fixture.cosineZero.XX, close);
    expectClose(pairwise.cosineDistances(Z, Y), fixture.cosineZero.XY, close);
    expectClose(pairwise.haversineDistances(H), fixture.distances['haversine'].XX, close);
    expectClose(pairwise.nanEuclideanDistances(N), fixture.distances['nan_euclidean'].XX, close);
    expectClose(pairwise.nanEuclideanDistances(N, Y, { squared: true }), fixture.nanSquared, close);
    const marked = N.map((row) => row.map((value) => (Number.isNaN(value) ? -99 : value)));
    expectClose(
      pairwise.nanEuclideanDistances(marked, null, { missingValues: -99 }),
      fixture.distances['nan_euclidean'].XX,
      close,
    );
    expect(() => pairwise.haversineDistances(X)).toThrow(/latitude/);
  });

  it('pairs rows', () => {
    const first = Z.slice(0, 5);
    expectClose(pairwise.pairedEuclideanDistances(first, Y), fixture.paired.euclidean, close);
    expectClose(pairwise.pairedManhattanDistances(first, Y), fixture.paired.manhattan, close);
    expectClose(pairwise.pairedCosineDistances(first, Y), fixture.paired.cosine, close);
    expectClose(pairwise.pairedDistances(first, Y, { metric: 'cosine' }), fixture.paired.cosine, close);
    const p3 = pairwise.pairedDistances(X.slice(0, 5), Y, { metric: 'minkowski', p: 3 });
    expectClose(
      p3,
      [0, 1, 2, 3, 4].map((i) => fixture.params['minkowski3'].XY[i][i]),
      close,
    );
    expect(() => pairwise.pairedDistances(X, Y)).toThrow(/as many rows as X, 6/);
  });

  it('finds the nearest rows', () => {
    const [argmin, minimum] = pairwise.pairwiseDistancesArgminMin(X, Y);
    expect([...argmin]).toEqual(fixture.argmin);
    expectClose(minimum, fixture.minimum, close);
    const options = { axis: 0, metric: 'manhattan' } as const;
    const [argmin0, minimum0] = pairwise.pairwiseDistancesArgminMin(X, Y, options);
    expect([...argmin0]).toEqual(fixture.argmin0);
    expectClose(minimum0, fixture.minimum0, close);
    expect([...pairwise.pairwiseDistancesArgmin([[0]], [[1], [-1]])]).toEqual([0]);
    expect(() => pairwise.pairwiseDistancesArgmin(X, Y, { axis: 2 as 1 })).toThrow(InvalidParameterError);
  });

  it.each(['euclidean', 'cosine', 'precomputed'] as const)('%s comes in chunks', (metric) => {
    const input: Matrix | Rows = metric === 'precomputed' ? pairwiseDistances(Z) : Z;
    const workingMemory = (2 * 6 * 8) / 2 ** 20;
    const chunks = [...pairwise.pairwiseDistancesChunked(input, null, { metric, workingMemory })];
    expect(chunks.map(({ rows }) => rows)).toEqual([2, 2, 2]);
    const whole = pairwiseDistances(input, null, { metric }).to2DArray();
    expectClose(
      chunks.flatMap((chunk) => chunk.to2DArray()),
      whole,
    );
    const reduced = pairwise.pairwiseDistancesChunked(input, null, {
      metric,
      workingMemory,
      reduceFunc: (distances, start) => [start, distances.get(0, start)],
    });
    expect([...reduced]).toEqual([
      [0, 0],
      [2, 0],
      [4, 0],
    ]);
  });
});

describe('kernels', () => {
  const gamma = 0.3;
  it('equal scikit-learn', () => {
    const { kernels } = fixture;
    expectClose(pairwise.linearKernel(X, Y), kernels['linearKernel'].default, close);
    expectClose(pairwise.cosineSimilarity(Z, Y), kernels['cosineSimilarity'].default, close);
    expectClose(pairwise.polynomialKernel(X, Y), kernels['polynomialKernel'].default, close);
    expectClose(
      pairwise.polynomialKernel(X, Y, { degree: 2, gamma, coef0: 0.5 }),
      kernels['polynomialKernel'].options!,
      close,
    );
    expectClose(pairwise.sigmoidKernel(X, Y), kernels['sigmoidKernel'].default, close);
    expectClose(
      pairwise.sigmoidKernel(X, Y, { gamma, coef0: 0.5 }),
      kernels['sigmoidKernel'].options!,
      close,
    );
    expectClose(pairwise.rbfKernel(X, Y), kernels['rbfKernel'].default, close);
    expectClose(pairwise.rbfKernel(X, Y, { gamma }), kernels['rbfKernel'].options!, close);
    expectClose(pairwise.laplacianKernel(X, Y), kernels['laplacianKernel'].default, close);
    expectClose(pairwise.laplacianKernel(X, Y, { gamma }), kernels['laplacianKernel'].options!, close);
    expectClose(pairwise.additiveChi2Kernel(P, Q), fixture.additiveChi2, close);
    expectClose(pairwise.chi2Kernel(P, Q), fixture.chi2, close);
    expectClose(pairwise.chi2Kernel(P, Q, { gamma }), fixture.chi2Gamma, close);
  });

  it('go by name', () => {
    const { pairwiseKernels } = pairwise;
    expectClose(pairwiseKernels(X, Y), fixture.kernels['linearKernel'].default, close);
    expectClose(
      pairwiseKernels(X, Y, { metric: 'rbf', gamma }),
      fixture.kernels['rbfKernel'].options!,
      close,
    );
    for (const [name, kernel] of pairwise.kernelMetrics())
      expectClose(pairwiseKernels(P, Q, { metric: name as pairwise.KernelName }), kernel(P, Q));
    const own = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, j) => sum + value * b[j], 0);
    expectClose(pairwiseKernels(X, null, { metric: own }), pairwise.linearKernel(X), close);
    expect(pairwiseKernels([[-1]], null, { metric: 'precomputed' }).get(0, 0)).toBe(-1);
    expect(() => pairwiseKernels(X, Y, { metric: 'linear', gamma })).toThrow(/'gamma' does not exist/);
    expectClose(
      pairwiseKernels(X, Y, { metric: 'linear', gamma, filterParams: true }),
      fixture.kernels['linearKernel'].default,
      close,
    );
    expect(() => pairwiseKernels(X, Y, { metric: 'polynominal' as 'poly' })).toThrow(
      /Did you mean 'polynomial'/,
    );
  });

  it('refuses negative histograms and bad widths', () => {
    expect(() => pairwise.chi2Kernel([[-1]])).toThrow(/negative/);
    expect(() => pairwise.rbfKernel(X, Y, { gamma: -1 })).toThrow(/gamma/);
    expect(() => pairwise.polynomialKernel(X, Y, { degree: 0 })).toThrow(/degree/);
  });

  it('rbf is 1 on the diagonal and does not see a shift', () => {
    const shifted = X.map((row) => row.map((value) => value + 64));
    expectClose(pairwise.rbfKernel(shifted), pairwise.rbfKernel(X), { rtol: 1e-10 });
    expectClose(
      X.map((_, i) => pairwise.rbfKernel(X).get(i, i)),
      X.map(() => 1),
      { rtol: 0, atol: 0 },
    );
  });
});
