import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidInputError, InvalidParameterError } from '../../src/core/errors.js';
import { Matrix } from '../../src/core/matrix.js';
import { collectWarnings, UndefinedMetricWarning } from '../../src/core/warnings.js';
import * as metrics from '../../src/metrics/regression/index.js';
import { averagedPercentile } from '../../src/metrics/regression/percentile.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

type Values = Record<string, number | number[]>;
interface Fixture {
  one: { yTrue: number[]; yPred: number[]; sampleWeight: number[]; integerWeight: number[] };
  two: { yTrue: number[][]; yPred: number[][] };
  outputWeights: number[];
  cases: Record<string, Values>;
  pinball: Record<string, Values>;
  median: Values;
  deviance: Record<string, Values>;
  poisson: number;
  gamma: number;
  maxError: number;
}

const fixture = loadFixture<Fixture>('metrics/regression');
const byName = new Map<string, unknown>(Object.entries(metrics));
const { one, two, outputWeights } = fixture;
const close = { rtol: 1e-10 };
const abs = (rows: number[][]) => rows.map((row) => row.map(Math.abs));

describe.each(Object.keys(fixture.cases))('%s equals scikit-learn', (name) => {
  const metric = byName.get(name) as typeof metrics.meanSquaredError;
  const expected = fixture.cases[name];
  const logs = name.includes('Log');
  const [yTrue, yPred] = logs ? [abs(two.yTrue), abs(two.yPred)] : [two.yTrue, two.yPred];
  const { sampleWeight } = one;

  it('for one output', () => {
    expectClose(metric(one.yTrue, one.yPred), expected.one, close);
    expectClose(metric(one.yTrue, one.yPred, { sampleWeight }), expected.oneWeighted, close);
    expectClose(
      metric(Float64Array.from(one.yTrue), Matrix.of(Float64Array.from(one.yPred), 1)),
      expected.one,
      close,
    );
  });

  it('for several outputs', () => {
    const raw = metric(yTrue, yPred, { multioutput: 'raw_values' });
    expect(raw).toBeInstanceOf(Float64Array);
    expectClose(raw, expected.raw, close);
    expectClose(
      metric(yTrue, yPred, { multioutput: 'raw_values', sampleWeight }),
      expected.rawWeighted,
      close,
    );
    expectClose(metric(yTrue, Matrix.from2DArray(yPred)), expected.uniform, close);
    expectClose(metric(yTrue, yPred, { sampleWeight }), expected.uniformWeighted, close);
    expectClose(metric(yTrue, yPred, { multioutput: outputWeights }), expected.outputWeights, close);
  });

  it('does not see the order of the rows', () => {
    const order = [...one.yTrue.keys()].reverse();
    const take = (values: number[]) => order.map((i) => values[i]);
    expectClose(
      metric(take(one.yTrue), take(one.yPred), { sampleWeight: take(sampleWeight) }),
      expected.oneWeighted,
      close,
    );
  });
});

describe.each(['r2Score', 'explainedVarianceScore'] as const)('%s', (name) => {
  const metric = byName.get(name) as typeof metrics.r2Score;
  const expected = fixture.cases[name];
  const constant = (rows: number[][]) => rows.map((row) => [row[0], 2, row[2]]);

  it('weighs outputs by their variance', () => {
    const options = { multioutput: 'variance_weighted' } as const;
    expectClose(metric(two.yTrue, two.yPred, options), expected.varianceWeighted, close);
    expectClose(
      metric(constant(two.yTrue), constant(two.yPred), options),
      expected.constantVarianceWeighted,
      close,
    );
    expect(
      metric(
        [
          [1, 2],
          [1, 2],
        ],
        [
          [1, 2],
          [1, 3],
        ],
        options,
      ),
    ).toBe(0.5);
  });

  it('treats constant outputs as scikit-learn does', () => {
    const raw = { multioutput: 'raw_values' } as const;
    const truth = constant(two.yTrue);
    expectClose(metric(truth, two.yPred, raw), expected.constant, close);
    expectClose(metric(truth, constant(two.yPred), raw), expected.constantPerfect, close);
    const infinite = { ...raw, forceFinite: false };
    expectClose(metric(truth, two.yPred, infinite), expected.constantInfinite, close);
    expectClose(metric(truth, constant(two.yPred), infinite), expected.constantPerfectInfinite, close);
  });

  it('sees a constant through rounding errors of the mean', () => {
    expect(metric(new Array(11).fill(0.1), [0.2, ...new Array(10).fill(0.1)])).toBe(0);
  });

  it('keeps its digits when y is far from 0', () => {
    const shift = (values: number[]) => values.map((value) => Math.round(value * 1024) / 1024 + 2 ** 30);
    const near = (values: number[]) => values.map((value) => Math.round(value * 1024) / 1024);
    expectClose(metric(shift(one.yTrue), shift(one.yPred)), metric(near(one.yTrue), near(one.yPred)), {
      rtol: 1e-9,
    });
  });
});

it('r2Score and the D2 scores warn and give NaN for one row', async () => {
  for (const score of [
    () => metrics.r2Score([1], [2]),
    () => metrics.d2PinballScore([1], [2]),
    () => metrics.d2AbsoluteErrorScore([1], [2]),
    () => metrics.d2TweedieScore([1], [2]),
  ]) {
    const { value, warnings } = await collectWarnings(score);
    expect(value).toBeNaN();
    expect(warnings.map((warning) => warning.constructor)).toEqual([UndefinedMetricWarning]);
  }
  const { value } = await collectWarnings(() =>
    metrics.r2Score([[1, 2]], [[1, 2]], { multioutput: 'raw_values' }),
  );
  expect([...value]).toEqual([Number.NaN, Number.NaN]);
});

describe('quantile metrics', () => {
  // Since 1.7 / 1.8 scikit-learn uses the averaged inverted CDF: the fixture computes it with NumPy, because the
  // 1.2.1 that made the other values takes the lower neighbour (weighted) or interpolates (unweighted D2).
  it('medianAbsoluteError is the averaged weighted median', () => {
    const { median } = fixture;
    const sampleWeight = one.integerWeight;
    expectClose(metrics.medianAbsoluteError(one.yTrue, one.yPred), median.plain, close);
    expectClose(
      metrics.medianAbsoluteError(one.yTrue.slice(0, 24), one.yPred.slice(0, 24)),
      median.even,
      close,
    );
    expectClose(metrics.medianAbsoluteError(one.yTrue, one.yPred, { sampleWeight }), median.weighted, close);
    const raw = { multioutput: 'raw_values' } as const;
    expectClose(metrics.medianAbsoluteError(two.yTrue, two.yPred, raw), median.raw, close);
    expectClose(
      metrics.medianAbsoluteError(two.yTrue, two.yPred, { ...raw, sampleWeight }),
      median.rawWeighted,
      close,
    );
  });

  it.each(Object.entries(fixture.pinball))('pinball loss and D2 at alpha %s', (text, expected) => {
    const alpha = Number(text);
    expectClose(metrics.meanPinballLoss(one.yTrue, one.yPred, { alpha }), expected.plain, close);
    const { sampleWeight } = one;
    expectClose(
      metrics.meanPinballLoss(one.yTrue, one.yPred, { alpha, sampleWeight }),
      expected.weighted,
      close,
    );
    expectClose(metrics.d2PinballScore(one.yTrue, one.yPred, { alpha }), expected.d2, close);
    const weights = { alpha, sampleWeight: one.integerWeight };
    expectClose(metrics.d2PinballScore(one.yTrue, one.yPred, weights), expected.d2Weighted, close);
    const raw = metrics.d2PinballScore(two.yTrue, two.yPred, { alpha, multioutput: 'raw_values' });
    expectClose(raw, expected.d2Raw, close);
    if (alpha === 0.5) expectClose(metrics.d2AbsoluteErrorScore(one.yTrue, one.yPred), expected.d2, close);
  });

  it('scores constants 1 when met and 0 when missed', () => {
    expect(metrics.d2AbsoluteErrorScore([2, 2], [2, 2])).toBe(1);
    expect(metrics.d2AbsoluteErrorScore([2, 2], [2, 3])).toBe(0);
  });

  it('an integer weight equals repeated rows at every rank', () => {
    const row = fc.record({ value: fc.integer({ min: -5, max: 5 }), weight: fc.integer({ min: 0, max: 3 }) });
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 100 }),
        (rows, rank) => {
          fc.pre(rows.some(({ weight }) => weight > 0));
          const repeated = rows.flatMap(({ value, weight }) => new Array<number>(weight).fill(value));
          const values = Float64Array.from(rows, ({ value }) => value);
          const weights = Float64Array.from(rows, ({ weight }) => weight);
          expect(averagedPercentile(values, rank, weights)).toBe(
            averagedPercentile(Float64Array.from(repeated), rank),
          );
        },
      ),
    );
  });

  it('selects what sorting finds', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 100 }), (numbers, rank) => {
        const plain = averagedPercentile(Float64Array.from(numbers), rank);
        const weights = new Float64Array(numbers.length).fill(1);
        expect(plain).toBe(averagedPercentile(Float64Array.from(numbers), rank, weights));
      }),
    );
  });

  it('knows the median of equal weights, the extremes and unsafe scales', () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect([0, 50, 100].map((rank) => averagedPercentile(values, rank))).toEqual([1, 2.5, 4]);
    for (const scale of [1e-20, 0.1, 1e20])
      expect(averagedPercentile(values, 50, new Float64Array(4).fill(scale))).toBe(2.5);
  });
});

describe('deviances', () => {
  it.each(Object.entries(fixture.deviance))('power %s', (text, expected) => {
    const power = Number(text);
    const { yTrue, yPred, sampleWeight } = one;
    expectClose(metrics.meanTweedieDeviance(yTrue, yPred, { power }), expected.plain, close);
    expectClose(metrics.meanTweedieDeviance(yTrue, yPred, { power, sampleWeight }), expected.weighted, close);
    expectClose(metrics.d2TweedieScore(yTrue, yPred, { power }), expected.d2, close);
    expectClose(metrics.d2TweedieScore(yTrue, yPred, { power, sampleWeight }), expected.d2Weighted, close);
  });

  it('Poisson takes zeros, gamma is power 2', () => {
    expectClose(metrics.meanPoissonDeviance([0, ...one.yTrue.slice(1)], one.yPred), fixture.poisson, close);
    expectClose(metrics.meanGammaDeviance(one.yTrue, one.yPred), fixture.gamma, close);
  });

  it('refuses values outside the range of the distribution', () => {
    expect(() => metrics.meanTweedieDeviance([1], [1], { power: 0.5 })).toThrow(InvalidParameterError);
    expect(() => metrics.meanPoissonDeviance([1], [0])).toThrow(/yPred must be above 0 for power 1/);
    expect(() => metrics.meanPoissonDeviance([-1], [1])).toThrow(/yTrue must be >= 0/);
    expect(() => metrics.meanGammaDeviance([0], [1])).toThrow(/yTrue must be above 0/);
    expect(metrics.meanTweedieDeviance([-1], [1], { power: -1 })).toBeGreaterThan(0);
  });
});

describe('checks', () => {
  it('maxError is of one output', () => {
    expect(metrics.maxError(one.yTrue, one.yPred)).toBe(fixture.maxError);
    expect(() => metrics.maxError([[1, 2]], [[1, 2]])).toThrow(InvalidInputError);
  });

  it('refuses unequal shapes, holes and misspelled options', () => {
    expect(() => metrics.meanSquaredError([1, 2], [1])).toThrow(
      /must have the shape of yTrue, 2 x 1. Got 1 x 1/,
    );
    expect(() => metrics.meanSquaredError([1, Number.NaN], [1, 2])).toThrow(/yTrue must hold finite/);
    expect(() => metrics.meanSquaredError([], [])).toThrow(InvalidInputError);
    expect(() => metrics.meanSquaredError([1], [1], { sampleWeight: [1, 2] })).toThrow(/sampleWeight/);
    const misspelled = { sample_weight: [1] } as object;
    expect(() => metrics.meanSquaredError([1], [1], misspelled)).toThrow(/Did you mean 'sampleWeight'/);
    expect(() => metrics.meanSquaredError([1], [1], { multioutput: 'raw' as 'raw_values' })).toThrow(
      InvalidParameterError,
    );
    expect(() => metrics.meanSquaredError([[1, 2]], [[1, 2]], { multioutput: [1] })).toThrow(
      /each of the 2 outputs/,
    );
    expect(() => metrics.meanSquaredError([1], [1], { multioutput: [1] })).toThrow(/several outputs/);
    expect(() => metrics.meanSquaredError([[1, 2]], [[1, 2]], { multioutput: [1, -1] })).toThrow(
      /sum to zero/,
    );
    expect(() => metrics.meanSquaredLogError([-1], [1])).toThrow(/above -1/);
    // Since 1.3 scikit-learn takes values between -1 and 0 here.
    expect(metrics.meanSquaredLogError([-0.5], [-0.5])).toBe(0);
    expect(() => metrics.meanPinballLoss([1], [1], { alpha: 2 })).toThrow(/between 0 and 1/);
  });

  it('a perfect prediction has no error and every loss grows with its scale', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(values, (y) => {
        expect(metrics.meanSquaredError(y, y)).toBe(0);
        expect(metrics.r2Score(y, y)).toBe(1);
        const shifted = y.map((value) => value + 2);
        expectClose(metrics.meanAbsoluteError(y, shifted), 2, { rtol: 1e-8 });
        expectClose(metrics.meanPinballLoss(y, shifted, { alpha: 0.25 }), 1.5, { rtol: 1e-8 });
      }),
    );
  });
});
