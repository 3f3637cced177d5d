import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import {
  addDummyFeature,
  binarize,
  FunctionTransformer,
  KBinsDiscretizer,
  Normalizer,
  normalize,
  PolynomialFeatures,
  PowerTransformer,
  powerTransform,
  QuantileTransformer,
  quantileTransform,
} from '../../src/preprocessing/index.js';
import { expectClose } from '../support/fixtures.js';

const column = (values: ArrayLike<number>): Matrix => Matrix.of(Float64Array.from(values), 1);
const quiet = <T>(body: () => Promise<T>): Promise<T> => collectWarnings(body).then(({ value }) => value);

describe('Normalizer and Binarizer', () => {
  it('work without fit and leave rows of zeros', async () => {
    expect((await new Normalizer().transform([[0, 0]])).to2DArray()).toEqual([[0, 0]]);
    expect((await binarize([[1, -1]])).to2DArray()).toEqual([[1, 0]]);
  });

  it('normalizes lengths that overflow or underflow when squared', async () => {
    const Z = await new Normalizer().transform([
      [3e200, 4e200],
      [3e-200, 4e-200],
    ]);
    expectClose(Z, [0.6, 0.8, 0.6, 0.8], { rtol: 1e-14 });
  });

  it('normalizes columns and returns norms', async () => {
    const [unit, norms] = await normalize(
      [
        [3, 0],
        [4, 2],
      ],
      { axis: 0, returnNorm: true },
    );
    expect(unit.to2DArray()).toEqual([
      [0.6, 0],
      [0.8, 1],
    ]);
    expect(norms).toEqual(Float64Array.of(5, 2));
  });
});

describe('PowerTransformer', () => {
  it('leaves constant columns alone', async () => {
    const power = await new PowerTransformer({ standardize: false }).fit([
      [5, 1],
      [5, 2],
      [5, 9],
    ]);
    expect(power.lambdas[0]).toBe(1);
    expectClose((await power.transform([[7, 1]])).row(0).subarray(0, 1), [7], { rtol: 1e-12 });
  });

  it.each([1e-300, 1e-20, 1e-5, 1, 1e5, 1e20, 1e300])('stays finite for values of %d', async (size) => {
    // scikit-learn before 1.7 over- or underflowed here: the bounds on the exponent are SciPy's.
    const random = new RandomState(1);
    const values = Array.from({ length: 50 }, () => size * Math.exp(0.3 * random.standardNormal()));
    for (const sign of [1, -1]) {
      const Z = await new PowerTransformer().fitTransform(column(values.map((value) => sign * value)));
      expect(Z.data.every(Number.isFinite)).toBe(true);
    }
  });

  it.each([1e-100, 1e-3, 1, 1e3, 1e100])('finds the same Box-Cox exponent at any scale: %d', async (size) => {
    const random = new RandomState(2);
    const values = Array.from({ length: 80 }, () => Math.exp(0.5 * random.standardNormal()));
    const [one, other] = await Promise.all(
      [1, size].map((factor) =>
        new PowerTransformer({ method: 'box-cox' }).fit(column(values.map((value) => factor * value))),
      ),
    );
    expectClose(other.lambdas, one.lambdas, { rtol: 0, atol: 1e-6 });
  });

  it('refuses what Box-Cox cannot take, in fit and in transform', async () => {
    await expect(powerTransform([[0], [1]], { method: 'box-cox' })).rejects.toThrow(/row 0, column 0/);
    const power = await new PowerTransformer({ method: 'box-cox' }).fit([[1], [2], [3]]);
    await expect(power.transform([[-1]])).rejects.toThrow(/box-cox/);
  });

  it('passes NaN over', async () => {
    const power = await new PowerTransformer().fit([[1], [Number.NaN], [2], [9]]);
    const without = await new PowerTransformer().fit([[1], [2], [9]]);
    expect(power.lambdas).toEqual(without.lambdas);
    expect((await power.transform([[Number.NaN]])).get(0, 0)).toBeNaN();
  });

  it('is undone by its inverse for both signs', async () => {
    const cells = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(cells, async (values) => {
        fc.pre(Math.max(...values) - Math.min(...values) > 1e-2);
        const power = await new PowerTransformer().fit(column(values));
        fc.pre(Math.abs(power.lambdas[0] - 1) < 3);
        const back = await power.inverseTransform(await power.transform(column(values)));
        expectClose(back, values, { rtol: 1e-5, atol: 1e-5 });
      }),
      { numRuns: 100 },
    );
  });
});

describe('QuantileTransformer', () => {
  it('uses at most as many quantiles as rows and says so', async () => {
    const { value, warnings } = await collectWarnings(() => new QuantileTransformer().fit([[1], [2], [3]]));
    expect(value.nQuantiles).toBe(3);
    expect(warnings).toHaveLength(1);
  });

  it('draws rows with the seed, and refuses more quantiles than rows to draw', async () => {
    const X = column(Array.from({ length: 500 }, (_, i) => i * i));
    const make = () => new QuantileTransformer({ nQuantiles: 10, subsample: 100, randomState: 5 });
    const [a, b] = await Promise.all([make().fit(X), make().fit(X)]);
    expect(a.quantiles).toEqual(b.quantiles);
    const all = await make().with({ subsample: null }).fit(X);
    expect(all.quantiles.data).not.toEqual(a.quantiles.data);
    expect(() => new QuantileTransformer({ nQuantiles: 11, subsample: 10 })).toThrow(/'nQuantiles'/);
  });

  it('maps ends to finite normal values and clamps new ones', async () => {
    const normal = await quiet(() =>
      new QuantileTransformer({ outputDistribution: 'normal' }).fit([[0], [1], [2]]),
    );
    const Z = await normal.transform([[-9], [1], [9]]);
    expectClose(Z, [-5.199337582605575, 0, 5.19933758270342], { rtol: 1e-9, atol: 1e-15 });
    expectClose(await normal.inverseTransform(Z), [0, 1, 2], { rtol: 1e-12, atol: 1e-12 });
  });

  it('is monotone, and even for ties', async () => {
    const values = [1, 2, 2, 2, 3];
    const Z = await quiet(() => quantileTransform(column(values), { nQuantiles: 5 }));
    for (let i = 1; i < values.length; i++) expect(Z.get(i, 0)).toBeGreaterThanOrEqual(Z.get(i - 1, 0));
    expect(Z.get(1, 0)).toBe(0.5);
  });

  it('gives NaN for a column that held nothing', async () => {
    const empty = await quiet(() => new QuantileTransformer().fit([[Number.NaN], [Number.NaN]]));
    expect((await empty.transform([[3]])).get(0, 0)).toBeNaN();
  });
});

describe('PolynomialFeatures', () => {
  it('names products and counts exponents', async () => {
    const poly = await new PolynomialFeatures({ degree: [2, 3], includeBias: false }).fit([[1, 2]]);
    const names = ['a^2', 'a b', 'b^2', 'a^3', 'a^2 b', 'a b^2', 'b^3'];
    expect(poly.getFeatureNamesOut(['a', 'b'])).toEqual(names);
    expect(poly.nOutputFeatures).toBe(7);
    expect((await poly.transform([[2, 3]])).to2DArray()).toEqual([[4, 6, 9, 8, 12, 18, 27]]);
    expect(poly.powers.to2DArray()[4]).toEqual([2, 1]);
  });

  it('has the columns that binomials count', async () => {
    const X = Matrix.zeros(1, 5);
    expect((await new PolynomialFeatures({ degree: 3 }).fitTransform(X)).columns).toBe(56);
    expect((await new PolynomialFeatures({ degree: 3, interactionOnly: true }).fitTransform(X)).columns).toBe(
      26,
    );
    expect((await new PolynomialFeatures({ degree: 0 }).fitTransform(X)).to2DArray()).toEqual([[1]]);
  });

  it('refuses what makes no column or far too many', async () => {
    expect(() => new PolynomialFeatures({ degree: 0, includeBias: false })).toThrow(/'degree'/);
    await expect(new PolynomialFeatures({ degree: 9 }).fit(Matrix.zeros(1, 60))).rejects.toThrow(/'degree'/);
  });
});

describe('KBinsDiscretizer', () => {
  it('cuts at averaged quantiles by default (scikit-learn 1.9)', async () => {
    const bins = await new KBinsDiscretizer({ nBins: 2 }).fit([[1], [2], [3], [10]]);
    expect(bins.binEdges).toEqual([Float64Array.of(1, 2.5, 10)]);
    expect((await bins.transform([[-5], [2.5], [99]])).to2DArray()).toEqual([
      [1, 0],
      [0, 1],
      [0, 1],
    ]);
    expect(bins.getFeatureNamesOut(['k'])).toEqual(['k_0.0', 'k_1.0']);
    expect((await bins.inverseTransform([[0, 1]])).to2DArray()).toEqual([[6.25]]);
  });

  it.each(['uniform', 'quantile', 'kmeans'] as const)(
    'counts weights as repetitions: %s',
    async (strategy) => {
      const random = new RandomState(9);
      const values = Array.from({ length: 60 }, () => random.standardNormal());
      const sampleWeight = values.map((_, i) => i % 4);
      const bins = new KBinsDiscretizer({ nBins: 4, strategy, encode: 'ordinal' });
      const weighted = await bins.with({}).fit(column(values), undefined, { sampleWeight });
      const repeated = await bins
        .with({})
        .fit(column(values.flatMap((v, i) => new Array(sampleWeight[i]).fill(v))));
      expectClose(weighted.binEdges[0], repeated.binEdges[0], { rtol: 1e-12 });
    },
  );

  it('gives a constant column one bin, and its value back', async () => {
    const { value: bins, warnings } = await collectWarnings(() =>
      new KBinsDiscretizer({ nBins: 3, encode: 'ordinal' }).fit([
        [7, 1],
        [7, 2],
        [7, 3],
      ]),
    );
    expect(warnings).toHaveLength(1);
    expect(Array.from(bins.nBins)).toEqual([1, 3]);
    expect((await bins.inverseTransform(await bins.transform([[8, 1]]))).get(0, 0)).toBe(7);
  });

  it('merges bins that ties leave without width', async () => {
    const { value: bins, warnings } = await collectWarnings(() =>
      new KBinsDiscretizer({ nBins: 4, encode: 'ordinal' }).fit(column([0, 0, 0, 0, 0, 0, 1, 2])),
    );
    expect(warnings.map((warning) => warning.name)).toEqual(['DataWarning']);
    expect(bins.nBins[0]).toBeLessThan(4);
  });

  it('stops on fewer distinct values than clusters', async () => {
    const bins = await quiet(() =>
      new KBinsDiscretizer({ nBins: 5, strategy: 'kmeans' }).fit(column([0, 0, 0, 1, 1, 1])),
    );
    expect(bins.binEdges[0][0]).toBe(0);
    expect(bins.binEdges[0].at(-1)).toBe(1);
  });

  it('refuses a wrong list of bins, and weights with methods that cannot use them', async () => {
    await expect(new KBinsDiscretizer({ nBins: [2] }).fit([[1, 2]])).rejects.toThrow(/'nBins'/);
    const linear = new KBinsDiscretizer({ quantileMethod: 'linear' });
    await expect(linear.fit([[1], [2]], undefined, { sampleWeight: [1, 2] })).rejects.toThrow(
      /'quantileMethod'/,
    );
  });
});

describe('FunctionTransformer', () => {
  const log = new FunctionTransformer({
    func: (X) => Matrix.of(X.data.map(Math.log1p), X.columns),
    inverseFunc: (X) => Matrix.of(X.data.map(Math.expm1), X.columns),
    featureNamesOut: (names) => names.map((name) => `log_${name}`),
  });

  it('applies functions both ways and names columns', async () => {
    const Z = await log.with({}).fitTransform({ a: [0, 1], b: [2, 3] });
    expect(Z.columnNames).toEqual(['log_a', 'log_b']);
    expectClose(await log.inverseTransform(Z), [0, 2, 1, 3], { rtol: 1e-14, atol: 1e-15 });
  });

  it('works without fit, with further arguments, and with async functions', async () => {
    const times = new FunctionTransformer({
      func: async (X, { by }) =>
        Matrix.of(
          X.data.map((x) => x * (by as number)),
          X.columns,
        ),
      kwArgs: { by: 3 },
    });
    expect((await times.transform([[1, 2]])).to2DArray()).toEqual([[3, 6]]);
    expect(() => times.getFeatureNamesOut()).toThrow(/featureNamesOut/);
  });

  it('warns when the inverse does not undo the function', async () => {
    const wrong = log.with({ inverseFunc: (X) => X });
    expect((await collectWarnings(() => wrong.fit([[1], [2]]))).warnings).toHaveLength(1);
    const trusted = wrong.with({ checkInverse: false });
    expect((await collectWarnings(() => trusted.fit([[1], [2]]))).warnings).toHaveLength(0);
    expect((await collectWarnings(() => log.with({}).fit([[1], [2]]))).warnings).toHaveLength(0);
  });

  it('passes X on as a copy without functions, and refuses NaN only when told', async () => {
    const X = Matrix.from2DArray([[1, Number.NaN]]);
    const Z = await new FunctionTransformer().transform(X);
    expect(Z.data).toEqual(X.data);
    expect(Z.data).not.toBe(X.data);
    await expect(new FunctionTransformer({ validate: true }).transform(X)).rejects.toThrow(/finite/);
  });
});

describe('addDummyFeature', () => {
  it('puts a column in front', () => {
    expect(addDummyFeature([[5], [7]], { value: 2 }).to2DArray()).toEqual([
      [2, 5],
      [2, 7],
    ]);
  });
});
