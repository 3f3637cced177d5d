import { describe, expect, it } from 'vitest';
import {
  ConformalizedQuantileRegressor,
  CrossConformalClassifier,
  CrossConformalRegressor,
  JackknifeAfterBootstrapRegressor,
  SplitConformalClassifier,
  SplitConformalRegressor,
} from '../../src/conformal/index.js';
import type { Label } from '../../src/core/labels.js';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { collectWarnings } from '../../src/core/warnings.js';
import {
  loadBreastCancer,
  makeClassification,
  makeFriedman1,
  makeStarQso,
} from '../../src/datasets/index.js';
import { FrozenEstimator } from '../../src/estimators/frozen/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsRegressor } from '../../src/estimators/neighbors/index.js';
import {
  classCoverage,
  intervalCoverage,
  meanIntervalWidth,
  meanSetSize,
  setCoverage,
} from '../../src/metrics/index.js';

const REPETITIONS = 200;
const CALIBRATION = 99;
const TEST = 150;
const CONFIDENCE = 0.9;

/**
 * Mean coverage over repetitions must lie within 4 standard errors of what it is in theory: between the confidence
 * and 1 / (n + 1) above it. The spread of one repetition is that of a Beta-binomial with n calibration rows.
 */
function expectCoverage(coverages: readonly number[], calibration = CALIBRATION, atMost = true): void {
  const mean = coverages.reduce((sum, value) => sum + value, 0) / coverages.length;
  const variance = CONFIDENCE * (1 - CONFIDENCE) * (1 / (calibration + 2) + 1 / TEST);
  const error = 4 * Math.sqrt(variance / coverages.length);
  expect(mean).toBeGreaterThan(CONFIDENCE - error);
  if (atMost) expect(mean).toBeLessThan(CONFIDENCE + 1 / (calibration + 1) + error);
}

const classSets = {
  'overlapping classes': async () => {
    const { data, target } = makeClassification({
      nSamples: 1200,
      nClasses: 3,
      nInformative: 4,
      nFeatures: 6,
      classSep: 0.6,
      randomState: 1,
    });
    return { X: data, y: Array.from(target) as Label[] };
  },
  'stars and quasars': async () => {
    const { data, target } = makeStarQso({ nSamples: 1200, randomState: 2 });
    return {
      X: data.takeColumns([0, 1, 2, 3]),
      y: target as Label[],
    };
  },
  'breast cancer': async () => {
    const { data, target } = await loadBreastCancer();
    return { X: data.takeColumns([1, 4, 8]), y: Array.from(target) as Label[] };
  },
} as const;

/** A classifier fitted on the first half, and the rows of the other half. */
async function halves(name: keyof typeof classSets) {
  const { X, y } = await classSets[name]();
  const order = new RandomState(9).permutation(X.rows);
  const cut = X.rows >> 1;
  const first = order.slice(0, cut);
  const fitted = await new LogisticRegression({ maxIter: 2000, tol: 1e-3 }).fit(
    X.takeRows(first),
    Array.from(first, (i) => y[i]),
  );
  return { X, y, fitted, rest: order.slice(cut) };
}

describe('coverage over 200 draws of calibration and test rows', () => {
  for (const name of Object.keys(classSets) as (keyof typeof classSets)[]) {
    for (const score of ['lac', 'aps', 'raps'] as const) {
      it(`of ${score} sets on ${name}`, async () => {
        const { X, y, fitted, rest } = await halves(name);
        const random = new RandomState(5);
        const coverages: number[] = [];
        for (let repetition = 0; repetition < REPETITIONS; repetition++) {
          const drawn = Array.from(
            random.permutation(rest.length).slice(0, CALIBRATION + TEST),
            (i) => rest[i],
          );
          const [calibrate, test] = [drawn.slice(0, CALIBRATION), drawn.slice(CALIBRATION)];
          const estimator = new FrozenEstimator(fitted);
          const randomized = score !== 'lac';
          const model = new SplitConformalClassifier({
            estimator,
            score,
            randomized,
            randomState: repetition,
          });
          await model.fit(
            X.takeRows(calibrate),
            calibrate.map((i) => y[i]),
          );
          const sets = await model.predictSet(X.takeRows(test), { confidence: CONFIDENCE });
          coverages.push(
            setCoverage(
              test.map((i) => y[i]),
              sets,
            ),
          );
        }
        // Rows are drawn without replacement from few, which only narrows the spread; ties of p-values in well
        // separated data make sets larger than they must be.
        expectCoverage(coverages, CALIBRATION, name === 'overlapping classes');
      });
    }
  }

  it('of each class, when asked for', async () => {
    const { X, y, fitted, rest } = await halves('stars and quasars');
    const random = new RandomState(6);
    const totals = new Map<Label, [number, number]>();
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const drawn = Array.from(random.permutation(rest.length), (i) => rest[i]);
      const [calibrate, test] = [drawn.slice(0, 400), drawn.slice(400)];
      const model = new SplitConformalClassifier({
        estimator: new FrozenEstimator(fitted),
        classConditional: true,
      });
      await model.fit(
        X.takeRows(calibrate),
        calibrate.map((i) => y[i]),
      );
      const sets = await model.predictSet(X.takeRows(test));
      for (const { label, coverage } of classCoverage(
        test.map((i) => y[i]),
        sets,
      )) {
        const [sum, count] = totals.get(label) ?? [0, 0];
        totals.set(label, [sum + coverage, count + 1]);
      }
    }
    // 600 rows in all: test rows repeat over the draws, so the mean keeps the spread of those rows, about 0.02.
    for (const [sum, count] of totals.values()) expect(sum / count).toBeGreaterThan(CONFIDENCE - 0.04);
  });

  it.each(['absolute', 'normalised', 'cqr'] as const)('of %s intervals', async (kind) => {
    const random = new RandomState(7);
    const coverages: number[] = [];
    const near = (nNeighbors: number) => new KNeighborsRegressor({ nNeighbors });
    // Noise that grows with x.
    const draw = (n: number) => {
      const X = Matrix.of(random.uniform(0, 1, n), 1);
      const y = X.data.map((x) => Math.sin(6 * x) + (0.1 + x) * random.standardNormal());
      return { X, y };
    };
    const learned = draw(300);
    const estimator = new FrozenEstimator(await near(15).fit(learned.X, learned.y));
    const shifted = async (by: number) =>
      new FrozenEstimator(
        await near(15).fit(
          learned.X,
          learned.y.map((v) => v + by),
        ),
      );
    const [lower, upper] = [await shifted(-0.5), await shifted(0.5)];
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const calibrate = draw(kind === 'normalised' ? 2 * CALIBRATION : CALIBRATION);
      const test = draw(TEST);
      const model =
        kind === 'cqr'
          ? new ConformalizedQuantileRegressor({ lower, upper })
          : new SplitConformalRegressor({
              estimator,
              scaleEstimator: kind === 'normalised' ? near(20) : null,
            });
      await model.fit(calibrate.X, calibrate.y);
      coverages.push(
        intervalCoverage(test.y, await model.predictInterval(test.X, { confidence: CONFIDENCE })),
      );
    }
    expectCoverage(coverages);
  });
});

describe('crossed conformal prediction', () => {
  it('covers as asked, with smaller sets than a split gives', async () => {
    const { X, y } = await classSets['overlapping classes']();
    const random = new RandomState(8);
    const results = { split: [[], []], cross: [[], []] } as Record<string, [number[], number[]]>;
    for (let repetition = 0; repetition < 40; repetition++) {
      const order = random.permutation(X.rows);
      const [learn, test] = [order.slice(0, 100), order.slice(100, 100 + TEST)];
      const estimator = new GaussianNB();
      for (const [name, model] of [
        ['split', new SplitConformalClassifier({ estimator, calibrationSize: 0.3, randomState: repetition })],
        ['cross', new CrossConformalClassifier({ estimator })],
      ] as const) {
        await model.fit(
          X.takeRows(learn),
          Array.from(learn, (i) => y[i]),
        );
        const sets = await model.predictSet(X.takeRows(test));
        results[name][0].push(
          setCoverage(
            Array.from(test, (i) => y[i]),
            sets,
          ),
        );
        results[name][1].push(meanSetSize(sets));
      }
    }
    const mean = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
    expectCoverage(results.split[0], 30);
    expect(mean(results.cross[0])).toBeGreaterThan(CONFIDENCE - 0.02);
    expect(mean(results.cross[1])).toBeLessThan(mean(results.split[1]));
  });

  it.each(['cv+', 'jackknife+-after-bootstrap'] as const)('%s intervals cover as asked', async (kind) => {
    const coverages: number[] = [];
    const widths: number[] = [];
    for (let repetition = 0; repetition < 30; repetition++) {
      const { data, target } = makeFriedman1({ nSamples: 100 + TEST, noise: 1, randomState: repetition });
      const rows = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
      const estimator = new KNeighborsRegressor({ nNeighbors: 5 });
      const model =
        kind === 'cv+'
          ? new CrossConformalRegressor({ estimator })
          : new JackknifeAfterBootstrapRegressor({ estimator, nEstimators: 20, randomState: repetition });
      await model.fit(data.takeRows(rows(0, 100)), target.slice(0, 100));
      const intervals = await model.predictInterval(data.takeRows(rows(100, 100 + TEST)));
      coverages.push(intervalCoverage(target.slice(100), intervals));
      widths.push(meanIntervalWidth(intervals));
    }
    expectCoverage(coverages, 100, false);
    expect(Math.max(...widths)).toBeLessThan(40);
  });
});

describe('too few rows for the confidence', () => {
  it('give everything, with a warning', async () => {
    const X = Matrix.of(
      Float64Array.from({ length: 40 }, (_, i) => i),
      1,
    );
    const y = Array.from({ length: 40 }, (_, i) => (i < 20 ? 'star' : 'qso'));
    const model = new SplitConformalClassifier({ estimator: new GaussianNB(), randomState: 0 });
    await model.fit(X, y);
    const { value, warnings } = await collectWarnings(() => model.predictSet(X, { confidence: 0.99 }));
    expect(value.every((set) => set.length === 2)).toBe(true);
    expect(warnings[0].message).toMatch(
      /8 calibration rows cannot vouch for a confidence of 0.99, which takes 99/,
    );
    const line = new SplitConformalRegressor({ estimator: new KNeighborsRegressor(), randomState: 0 });
    await line.fit(X, X.data);
    const wide = await collectWarnings(() => line.predictInterval(X, { confidence: 0.99 }));
    expect(wide.value.get(0, 1)).toBe(Number.POSITIVE_INFINITY);
    await expect(model.predictSet(X, { confidence: 1 })).rejects.toThrow(/confidence.*between 0 and 1/);
  });
});
