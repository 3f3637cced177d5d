import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import * as generators from '../../src/datasets/generators/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly generator: string;
  readonly options: Record<string, unknown>;
  readonly result: Record<string, number[] | number[][]>;
}

const { cases } = loadFixture<{ cases: Case[] }>('datasets/generators');
type Generator = (options: object) => Matrix | Record<string, number[] | Float64Array | Matrix>;
const byName = generators as unknown as Record<string, Generator>;

/** Results of additions and multiplications alone: identical in every bit. */
const EXACT = new Set([
  ...['makeFriedman1.data', 'makeFriedman2.data', 'makeFriedman3.data'],
  ...['makeMultilabelClassification.data', 'makeMultilabelClassification.target'],
  ...[
    'makeClassification',
    'makeBlobs',
    'makeMoons',
    'makeCircles',
    'makeGaussianQuantiles',
    'makeHastie102',
  ].map((name) => `${name}.target`),
]);
const flat = (part: Matrix | ArrayLike<number>) => Array.from(part instanceof Matrix ? part.data : part);

describe('the generators give the rows of the reference for the same seed', () => {
  it.each(
    cases
      .filter(({ generator }) => generator !== 'makeSpdMatrix')
      .map((one) => [`${one.generator}(${JSON.stringify(one.options)})`, one] as const),
  )('%s', (_, { generator, options, result }) => {
    const made = byName[generator](options);
    const parts = made instanceof Matrix ? { data: made } : made;
    for (const [name, expected] of Object.entries(result)) {
      // 1e-12: sines, logarithms and the order of sums in dot products may differ in the last digits.
      expectClose(parts[name], expected, { rtol: 1e-12, atol: 1e-12, what: name });
      if (EXACT.has(`${generator}.${name}`)) expect(flat(parts[name])).toEqual(expected.flat());
      const part = parts[name];
      if (part instanceof Matrix && Array.isArray(expected[0])) {
        expect([part.rows, part.columns]).toEqual([expected.length, expected[0].length]);
      }
    }
  });
});

describe('makeSpdMatrix', () => {
  const made = cases.filter(({ generator }) => generator === 'makeSpdMatrix');

  it.each(made.map((one) => [one.options.nDim as number, one] as const))(
    'of %d dimensions equals the reference but for the signs of the eigenvectors',
    (n, { options, result }) => {
      const { randomState } = options as { randomState: number };
      const X = generators.makeSpdMatrix(n, { randomState });
      const random = new RandomState(randomState);
      const A = MlMatrix.from1DArray(n, n, Array.from(random.randomSample(n * n)));
      const { eigenvectorMatrix: U } = new EigenvalueDecomposition(A.transpose().mmul(A), {
        assumeSymmetric: true,
      });
      // In the basis U both are ones plus a diagonal, up to the signs of rows and columns.
      const inner = (rows: number[][]) =>
        MlMatrix.abs(U.transpose().mmul(new MlMatrix(rows)).mmul(U)).to2DArray();
      const reference = result.data as number[][];
      // 1e-10: the two decompositions round differently.
      expectClose(inner(X.to2DArray()), inner(reference), { rtol: 1e-10, atol: 1e-10 });
      expectClose(eigenvalues(X.to2DArray()), eigenvalues(reference), { rtol: 1e-10, atol: 1e-10 });
      expect(Math.min(...eigenvalues(X.to2DArray()))).toBeGreaterThan(0);
      expect(X.transpose().data).toEqual(X.data);
    },
  );
});

const eigenvalues = (rows: number[][]): number[] =>
  new EigenvalueDecomposition(new MlMatrix(rows), { assumeSymmetric: true }).realEigenvalues.sort(
    (a, b) => a - b,
  );

describe('every generator', () => {
  const small = [...new Set(cases.map(({ generator }) => generator))].filter(
    (name) => name !== 'makeSpdMatrix',
  );

  it('is covered by reference cases', () => {
    const all = Object.keys(generators).sort();
    expect([...small, 'makeSpdMatrix'].sort()).toEqual(all);
  });

  it.each(small)('%s goes on with a RandomState and repeats a seed', (name) => {
    const random = new RandomState(5);
    const first = byName[name]({ nSamples: 12, randomState: random });
    const second = byName[name]({ nSamples: 12, randomState: random });
    expect(byName[name]({ nSamples: 12, randomState: 5 })).toEqual(first);
    if (name !== 'makeMoons' && name !== 'makeCircles') expect(second).not.toEqual(first);
  });

  it.each(small)('%s refuses what it does not know', (name) => {
    expect(() => byName[name]({ nSample: 12 })).toThrow(
      /unknown parameter 'nSample'. Did you mean 'nSamples'/,
    );
    expect(() => byName[name]({ nSamples: 0 })).toThrow(InvalidParameterError);
    expect(() => byName[name]({ randomState: -1 })).toThrow(`${name}: parameter 'randomState'`);
  });
});

describe('options that do not fit together are refused with the remedy', () => {
  const bad: [string, () => unknown, string][] = [
    [
      'too many special columns',
      () => generators.makeClassification({ nFeatures: 3 }),
      "'nFeatures' must be at least",
    ],
    [
      'more clusters than corners',
      () => generators.makeClassification({ nClasses: 3 }),
      'Raise nInformative',
    ],
    [
      'weights beyond 1',
      () => generators.makeClassification({ weights: [0.9, 0.9] }),
      "'weights' must hold 2 shares",
    ],
    [
      'too many weights',
      () => generators.makeClassification({ weights: [0.2, 0.2, 0.2] }),
      "'weights' must hold",
    ],
    ['a short shift', () => generators.makeClassification({ shift: [1, 2] }), "'shift' must have one number"],
    [
      'clusterStd of another length',
      () => generators.makeBlobs({ clusterStd: [1, 2] }),
      'each of the 3 centres',
    ],
    [
      'centres and sizes',
      () => generators.makeBlobs({ nSamples: [1, 2], centers: 3 }),
      '2 entries of nSamples',
    ],
    [
      'centre rows and sizes',
      () => generators.makeBlobs({ nSamples: [1, 2], centers: [[1], [2], [3]] }),
      '2 entries of nSamples',
    ],
    ['a factor of 1', () => generators.makeCircles({ factor: 1 }), "'factor' must be a number >= 0 and < 1"],
    ['negative noise', () => generators.makeMoons({ noise: -1 }), "'noise'"],
    ['four columns', () => generators.makeFriedman1({ nFeatures: 4 }), "'nFeatures' must be an integer >= 5"],
    [
      'fewer rows than classes',
      () => generators.makeGaussianQuantiles({ nSamples: 2 }),
      'at least nClasses = 3',
    ],
    ['a short mean', () => generators.makeGaussianQuantiles({ mean: [1] }), "'mean' must have nFeatures = 2"],
    ['a bias too many', () => generators.makeRegression({ bias: [1, 2] }), "'bias' must have one entry"],
    [
      'no labels where all must have one',
      () => generators.makeMultilabelClassification({ nLabels: 0, allowUnlabeled: false }),
      "'nLabels' must be positive",
    ],
    ['no dimensions', () => generators.makeSpdMatrix(0), "'nDim' must be an integer >= 1"],
  ];

  it.each(bad)('%s', (_, call, message) => {
    expect(call).toThrow(InvalidParameterError);
    expect(call).toThrow(message);
  });

  it('centres that are no matrix', () => {
    expect(() => generators.makeBlobs({ centers: [[1, 2], [3]] })).toThrow(InvalidInputError);
  });
});

describe('makeClassification', () => {
  it('keeps its promises for any sizes', () => {
    const sizes = fc.record({
      nSamples: fc.integer({ min: 1, max: 60 }),
      nInformative: fc.integer({ min: 2, max: 6 }),
      nRedundant: fc.integer({ min: 0, max: 3 }),
      nRepeated: fc.integer({ min: 0, max: 3 }),
      nUseless: fc.integer({ min: 0, max: 3 }),
      nClasses: fc.integer({ min: 1, max: 2 }),
      randomState: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, ({ nUseless, ...options }) => {
        const { nSamples, nInformative, nRedundant, nRepeated, nClasses } = options;
        const nFeatures = nInformative + nRedundant + nRepeated + nUseless;
        const { data, target, featureInfo } = generators.makeClassification({
          ...options,
          nFeatures,
          flipY: 0,
        });
        expect([data.rows, data.columns, target.length]).toEqual([nSamples, nFeatures, nSamples]);
        expect(data.data.every(Number.isFinite)).toBe(true);
        const count = (code: number) => target.filter((one) => one === code).length;
        for (let code = 0; code < nClasses; code++) {
          // Two clusters for each class, each rounded on its own.
          expect(Math.abs(count(code) - nSamples / nClasses)).toBeLessThanOrEqual(2);
        }
        expect(featureInfo.filter((kind) => kind === 'informative')).toHaveLength(nInformative);
        const columns = featureInfo.map((kind, j) => ({ kind, cells: Array.from(data.column(j)) }));
        for (const { kind, cells } of columns) {
          const twins = columns.filter((other) => other.cells.every((value, i) => value === cells[i]));
          if (kind === 'repeated') expect(twins.length).toBeGreaterThanOrEqual(2);
          if (kind === 'random') expect(twins).toHaveLength(1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('takes a Matrix of centres, and numbers several targets by column', () => {
    const { centers } = generators.makeBlobs({
      centers: Matrix.of(Float64Array.of(1, 2, 3, 4), 2),
      randomState: 0,
    });
    expect(centers.to2DArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const { target, coef } = generators.makeRegression({ nTargets: 3, nSamples: 4, randomState: 0 });
    expect([target.columns, coef.rows, coef.columns]).toEqual([3, 100, 3]);
  });
});
