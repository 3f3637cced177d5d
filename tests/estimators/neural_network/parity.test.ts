import { describe, expect, it } from 'vitest';
import { Matrix } from '../../../src/core/matrix.js';
import { setWarningHandler } from '../../../src/core/warnings.js';
import { loadDigits } from '../../../src/datasets/index.js';
import { MLPClassifier, MLPRegressor } from '../../../src/estimators/neural_network/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';

interface Trained {
  readonly coefs: number[][][];
  readonly intercepts: number[][];
  readonly loss: number;
  readonly nIter: number;
  readonly lossCurve?: number[];
  readonly validationScores?: number[];
  readonly bestValidationScore?: number;
  readonly bestLoss?: number;
  readonly t?: number;
  readonly proba?: number[][];
  readonly predicted?: number[];
  readonly labels?: number[][];
}
interface Fixture {
  readonly X: Record<string, number[][]>;
  readonly classifiers: Record<string, { classes: number; params: Record<string, unknown>; model: Trained }>;
  readonly regressors: Record<
    string,
    { targets: number[][]; params: Record<string, unknown>; model: Trained }
  >;
  readonly multilabel: { readonly Y: number[][]; readonly model: Trained };
  readonly partial: Trained;
  readonly warm: Trained;
  readonly digits: number[];
}

const fixture = loadFixture<Fixture>('estimators/neural_network');
const camel = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [
      key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()),
      value,
    ]),
  );
const labels = (classes: number): number[] => Array.from({ length: 120 }, (_, i) => i % classes);
setWarningHandler(() => {});

// Both sides compute in float64 from the same draws: what differs is the order of sums, which training amplifies.
const close = { rtol: 1e-6, atol: 1e-8 };

function expectModel(model: MLPClassifier | MLPRegressor, wanted: Trained): void {
  expect(model.nIter).toBe(wanted.nIter);
  wanted.coefs.forEach((coef, l) => {
    expectClose(model.coefs[l], coef, { ...close, what: `coefs ${l}` });
  });
  wanted.intercepts.forEach((intercept, l) => {
    expectClose(model.intercepts[l], intercept, { ...close, what: `intercepts ${l}` });
  });
  expectClose(model.loss, wanted.loss, close);
  if (wanted.lossCurve) expectClose(model.lossCurve, wanted.lossCurve, { ...close, what: 'loss curve' });
  if (wanted.validationScores) expectClose(model.validationScores ?? [], wanted.validationScores, close);
  if (wanted.bestValidationScore !== undefined)
    expectClose(model.bestValidationScore ?? Number.NaN, wanted.bestValidationScore, close);
  if (wanted.bestLoss !== undefined) expectClose(model.bestLoss ?? Number.NaN, wanted.bestLoss, close);
  if (wanted.t !== undefined && wanted.lossCurve) expect(model.t).toBe(wanted.t);
}

describe('MLPClassifier against scikit-learn', () => {
  it.each(Object.entries(fixture.classifiers))(
    '%s: the same weights',
    async (_, { classes, params, model }) => {
      const ours = new MLPClassifier(camel(params));
      await ours.fit(fixture.X[classes], labels(classes));
      expectModel(ours, model);
      const proba = await ours.predictProba(fixture.X[classes].slice(0, 10));
      expectClose(proba, model.proba as number[][], close);
    },
  );

  it('several labels per row', async () => {
    const { Y, model } = fixture.multilabel;
    const ours = new MLPClassifier({ hiddenLayerSizes: [7], randomState: 5, maxIter: 10, batchSize: 30 });
    await ours.fit(fixture.X[3], Y);
    expectModel(ours, model);
    expect(await ours.predict<number[]>(fixture.X[3].slice(0, 10))).toEqual(model.labels);
    expectClose(await ours.predictProba(fixture.X[3].slice(0, 10)), model.proba as number[][], close);
  });

  it('partialFit in four pieces', async () => {
    const ours = new MLPClassifier({ hiddenLayerSizes: [7], randomState: 5, batchSize: 20 });
    for (let from = 0; from < 120; from += 30) {
      await ours.partialFit(fixture.X[3].slice(from, from + 30), labels(3).slice(from, from + 30), {
        classes: [0, 1, 2],
      });
    }
    // n_iter_ counted all calls in 1.2; since 1.3 it counts the epochs of the last.
    expectModel(ours, { ...fixture.partial, nIter: 1 });
  });

  it('warmStart goes on', async () => {
    const ours = new MLPClassifier({ hiddenLayerSizes: [7], randomState: 5, maxIter: 4, warmStart: true });
    await ours.fit(fixture.X[3], labels(3));
    await ours.fit(fixture.X[3], labels(3));
    expectModel(ours, { ...fixture.warm, nIter: 4 });
  });

  it('digits: the score is within the spread of the seeds', async () => {
    const { data, target } = await loadDigits();
    const X = Matrix.of(
      data.data.map((v) => v / 16),
      64,
    );
    const rows = Array.from({ length: X.rows }, (_, i) => i);
    const y = Array.from(target);
    const ours = new MLPClassifier({ hiddenLayerSizes: [100], randomState: 0, maxIter: 30 });
    await ours.fit(X.takeRows(rows.slice(0, 1200)), y.slice(0, 1200));
    const score = await ours.score(X.takeRows(rows.slice(1200)), y.slice(1200));
    // The same draws and steps: at most two of 597 rows may fall on the other side of a boundary.
    expect(Math.abs(score - fixture.digits[0])).toBeLessThan(2.5 / 597);
  });
});

describe('MLPRegressor against scikit-learn', () => {
  it.each(Object.entries(fixture.regressors))(
    '%s: the same weights',
    async (_, { targets, params, model }) => {
      const ours = new MLPRegressor(camel(params));
      await ours.fit(fixture.X[3], targets[0].length === 1 ? targets.map(([y]) => y) : targets);
      expectModel(ours, model);
      const predicted = await ours.predict<Float64Array | Matrix>(fixture.X[3].slice(0, 10));
      expectClose(predicted, model.predicted as number[], close);
    },
  );
});
