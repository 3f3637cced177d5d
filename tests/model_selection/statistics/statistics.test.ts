import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/core/random.js';
import { loadIris } from '../../../src/datasets/index.js';
import { DummyClassifier } from '../../../src/estimators/dummy/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../../src/estimators/neighbors/index.js';
import * as special from '../../../src/kernels/special.js';
import { accuracyScore, f1Score } from '../../../src/metrics/index.js';
import {
  bootstrapDifference,
  bootstrapInterval,
  correctedResampledTTest,
  fiveByTwoCvTest,
  mcnemarTest,
} from '../../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

const golden = loadFixture<
  Record<string, number[][]> & Record<'values' | 'bca' | 'bcaSkewed', number[]> & { standardError: number }
>('model_selection/statistics');

describe('distributions equal SciPy', () => {
  // Lanczos' sum is good to some 1e-15; the exponent of the beta function multiplies that by its parameters.
  const close = (actual: number[], expected: number[]) =>
    expectClose(actual, expected, { rtol: 1e-11, atol: 1e-300 });
  const last = (rows: number[][]) => rows.map((row) => row[row.length - 1]);

  it('beta, gamma, t, binomial and chi-squared', () => {
    close(
      golden.beta.map(([x, a, b]) => special.betaCdf(x, a, b)),
      last(golden.beta),
    );
    expectClose(
      golden.gamma.map(([x]) => special.logGamma(x)),
      last(golden.gamma),
      { rtol: 1e-13, atol: 1e-14 },
    );
    close(
      golden.student.map(([t, v]) => special.studentTwoSided(t, v)),
      last(golden.student),
    );
    // SciPy's quantiles are good to some 1e-9 only; ours must undo the distribution.
    expectClose(
      golden.quantiles.map(([p, v]) => special.studentQuantile(p, v)),
      last(golden.quantiles),
      { rtol: 1e-9 },
    );
    close(
      golden.quantiles.map(([p, v]) => special.studentTwoSided(special.studentQuantile(p, v), v)),
      golden.quantiles.map(([p]) => 2 * Math.min(p, 1 - p)),
    );
    close(
      golden.binomial.map(([k, n, p]) => special.binomialCdf(k, n, p)),
      last(golden.binomial),
    );
    close(
      golden.chi.map(([x]) => special.chiSquaredOneTail(x)),
      last(golden.chi),
    );
  });
});

/** The mean of yPred, as a metric. */
const mean = (_truth: readonly number[], values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('bootstrapInterval', () => {
  it('equals SciPy to the noise of resampling', () => {
    const { values, bca, bcaSkewed, standardError } = golden;
    const options = { confidence: 0.9, nResamples: 20_000, randomState: 3 };
    const plain = bootstrapInterval(mean, values, values, options);
    // Ends are quantiles of 20,000 resamples: good to about 0.02 standard errors.
    expectClose([plain.low, plain.high], bca, { rtol: 0, atol: 0.06 * standardError });
    expect(Math.abs(plain.standardError / standardError - 1)).toBeLessThan(0.03);
    const skewed = values.map(Math.exp);
    const { low, high } = bootstrapInterval(mean, skewed, skewed, options);
    expectClose([low, high], bcaSkewed, { rtol: 0.01 });
  });

  it('covers the truth as often as it says', () => {
    const random = new RandomState(4);
    let covered = 0;
    for (let repetition = 0; repetition < 200; repetition++) {
      const yTrue = Array.from(random.randint(0, 2, 150));
      const yPred = yTrue.map((label) => (random.randomSample() < 0.8 ? label : 1 - label));
      const { low, high } = bootstrapInterval(accuracyScore, yTrue, yPred, {
        nResamples: 300,
        randomState: repetition,
      });
      if (low <= 0.8 && high >= 0.8) covered++;
    }
    // 95 % of 200 with a standard deviation of 3; intervals of a grid of accuracies are not exact.
    expect(covered).toBeGreaterThan(178);
  });

  it('keeps the classes of every resample when stratified, and takes options and weights', () => {
    const yTrue = [...new Array(5).fill('qso'), ...new Array(95).fill('star')] as string[];
    const yPred = yTrue.map((label, i) => (i === 0 ? 'star' : label));
    const options = {
      stratify: yTrue,
      metricOptions: { posLabel: 'qso' },
      nResamples: 200,
      randomState: 1,
      sampleWeight: yTrue.map(() => 2),
    };
    const { value, distribution } = bootstrapInterval(f1Score, yTrue, yPred, options);
    expect(value).toBeCloseTo(8 / 9, 12);
    // With 5 quasars drawn each time, F1 is 2 h / (h + 5) for h hits.
    const possible = [0, 1, 2, 3, 4, 5].map((h) => (2 * h) / (h + 5));
    expect(distribution.every((v) => possible.some((p) => Math.abs(p - v) < 1e-12))).toBe(true);
  });

  it('pairs two predictions on the same resamples', () => {
    const random = new RandomState(5);
    const yTrue = Array.from(random.randint(0, 2, 400));
    const a = yTrue.map((label) => (random.randomSample() < 0.8 ? label : 1 - label));
    const b = a.map((label, i) => (i % 40 === 0 ? 1 - label : label));
    const paired = bootstrapDifference(accuracyScore, yTrue, a, b, { randomState: 0, nResamples: 500 });
    const alone = bootstrapInterval(accuracyScore, yTrue, a, { randomState: 0, nResamples: 500 });
    expect(paired.value).toBeCloseTo(accuracyScore(yTrue, a) - accuracyScore(yTrue, b), 12);
    expect(paired.high - paired.low).toBeLessThan(alone.high - alone.low);
  });

  it('refuses what it cannot use', () => {
    expect(() => bootstrapInterval(accuracyScore, [0, 1], [0])).toThrow(/one entry per row. Got 2 and 1/);
    expect(() => bootstrapInterval(accuracyScore, [0, 1], [0, 1], { confidence: 95 })).toThrow(/confidence/);
    expect(() => bootstrapInterval(accuracyScore, [0, 1], [0, 1], { nResample: 9 } as object)).toThrow(
      /Did you mean 'nResamples'/,
    );
    expect(() => bootstrapInterval(accuracyScore, [0, 1], [0, 1], { stratify: [0] })).toThrow(/stratify/);
  });
});

describe('comparisons of two estimators', () => {
  it('tell a classifier from a dummy, and not from its like', async () => {
    const { data, target } = await loadIris();
    const better = await correctedResampledTTest(new GaussianNB(), new DummyClassifier(), data, target, {
      cv: 10,
    });
    expect(better.pValue).toBeLessThan(1e-6);
    expect(better.low).toBeGreaterThan(0.4);
    const alike = await correctedResampledTTest(
      new KNeighborsClassifier({ nNeighbors: 5 }),
      new KNeighborsClassifier({ nNeighbors: 7 }),
      data,
      target,
      { cv: 10 },
    );
    expect(alike.pValue).toBeGreaterThan(0.05);
    expect(alike.degreesOfFreedom).toBe(9);
    const halves = await fiveByTwoCvTest(new GaussianNB(), new DummyClassifier(), data, target, {
      randomState: 0,
    });
    expect(halves.pValue).toBeLessThan(0.05);
    expect(halves.differences).toHaveLength(10);
  });

  it('widen the variance by the ratio of test to training rows', async () => {
    const { data, target } = await loadIris();
    const { differences, difference, statistic } = await correctedResampledTTest(
      new GaussianNB(),
      new KNeighborsClassifier({ nNeighbors: 1 }),
      data,
      target,
      { cv: 5 },
    );
    const variance = differences.reduce((sum, d) => sum + (d - difference) ** 2, 0) / 4;
    expect(statistic).toBeCloseTo(difference / Math.sqrt((1 / 5 + 1 / 4) * variance), 12);
  });

  it('count the rows on which two predictions differ', () => {
    const yTrue = new Array(100).fill(1);
    const a = yTrue.map((_, i) => (i < 30 ? 0 : 1));
    const b = yTrue.map((_, i) => (i < 5 ? 0 : 1));
    const found = mcnemarTest(yTrue, a, b);
    expect([found.onlyA, found.onlyB, found.exact]).toEqual([0, 25, false]);
    expect(found.statistic).toBeCloseTo(24 ** 2 / 25, 12);
    expect(mcnemarTest(yTrue, a, b, { exact: true }).pValue).toBeCloseTo(2 * 0.5 ** 25, 20);
    expect(mcnemarTest([1], [1], [1]).pValue).toBe(1);
    expect(() => mcnemarTest([1, 0], [1], [1, 0])).toThrow(/one label per row/);
  });
});
