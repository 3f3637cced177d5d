import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../src/core/warnings.js';
import { loadBreastCancer, loadIris } from '../../src/datasets/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { FixedThresholdClassifier, TunedThresholdClassifierCV } from '../../src/meta/index.js';
import { confusionMatrix, f1Score, precisionScore, recallScore } from '../../src/metrics/index.js';
import { makeScorer } from '../../src/model_selection/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Tuned {
  readonly options: Record<string, unknown>;
  readonly best: number;
  readonly score: number;
  readonly thresholds: number[];
  readonly scores: number[];
  readonly predicted: number[];
}

const golden = loadFixture<{ tuned: Tuned[]; fixed: Pick<Tuned, 'options' | 'predicted'>[] }>(
  'calibration/thresholds_1_9',
);

async function cancer() {
  const { data, target } = await loadBreastCancer();
  const X = data.takeColumns([0, 1, 2, 3]);
  return { X, y: Array.from(target) };
}

const everyFifth = <T>(list: readonly T[]): T[] => list.filter((_, i) => i % 5 === 0);

/** scikit-learn's options in our names. */
function ours({ random_state, pos_label, scoring, ...rest }: Record<string, unknown>) {
  return {
    ...rest,
    ...(random_state !== undefined && { randomState: random_state as number }),
    ...(pos_label !== undefined && { posLabel: pos_label as number }),
    ...(scoring === 'f1_of_0'
      ? { scoring: makeScorer(f1Score, { metricOptions: { posLabel: 0 } }), posLabel: 0 }
      : scoring !== undefined && { scoring: scoring as 'f1' }),
  };
}

describe('thresholds equal those of scikit-learn 1.9', () => {
  it.each(golden.tuned)('tuned $options', async ({ options, best, score, thresholds, scores, predicted }) => {
    const { X, y } = await cancer();
    const model = new TunedThresholdClassifierCV({
      estimator: new GaussianNB(),
      storeCvResults: true,
      ...ours(options),
    });
    await model.fit(X, y);
    // Deterministic: rounding only. The last threshold is the largest score, where rounding decides which of many
    // probabilities next to 1 reach it.
    const inner = <T>(list: ArrayLike<T>): T[] => Array.from(list).slice(0, -1);
    expectClose(model.cvResults?.thresholds ?? [], thresholds, { rtol: 1e-8, atol: 1e-12 });
    expectClose(inner(model.cvResults?.scores ?? []), inner(scores), { rtol: 1e-8 });
    expectClose([model.bestThreshold, model.bestScore], [best, score]);
    expect(everyFifth(await model.predict(X))).toEqual(predicted);
  });

  it.each(golden.fixed)('fixed $options', async ({ options, predicted }) => {
    const { X, y } = await cancer();
    const model = new FixedThresholdClassifier({ estimator: new GaussianNB(), ...ours(options) });
    await model.fit(X, y);
    expect(everyFifth(await model.predict(X))).toEqual(predicted);
  });
});

describe('TunedThresholdClassifierCV', () => {
  it('keeps contamination within its bound, and completeness when that is the bound', async () => {
    const { X, y } = await cancer();
    const estimator = new LogisticRegression({ maxIter: 1000 });
    const scoring = { maximize: 'completeness', contaminationAtMost: 0.03 } as const;
    const tuned = new TunedThresholdClassifierCV({ estimator, scoring, thresholds: 400 });
    await tuned.fit(X, y);
    const predicted = await tuned.predict(X);
    // Tuned on held-out rows, checked on the training rows: the bound holds with room for the spread of folds.
    expect(1 - precisionScore(y, predicted)).toBeLessThan(0.05);
    expect(recallScore(y, predicted)).toBeGreaterThan(0.7);
    const other = new TunedThresholdClassifierCV({
      estimator,
      scoring: { minimize: 'contamination', completenessAtLeast: 0.99 },
      thresholds: 400,
    });
    await other.fit(X, y);
    expect(recallScore(y, await other.predict(X))).toBeGreaterThan(0.97);
    expect(other.bestThreshold).toBeLessThan(tuned.bestThreshold);
  });

  it('minds costs', async () => {
    const { X, y } = await cancer();
    const missed = async (falseNegative: number): Promise<number> => {
      const model = new TunedThresholdClassifierCV({
        estimator: new GaussianNB(),
        scoring: { costs: { falsePositive: 1, falseNegative } },
      });
      await model.fit(X, y);
      return confusionMatrix(y, await model.predict(X)).get(1, 0);
    };
    expect(await missed(50)).toBeLessThan(await missed(0.2));
  });

  it('says when no threshold keeps the bound', async () => {
    const { X, y } = await cancer();
    const noise = y.map((_, i) => (i * 7919) % 2);
    const model = new TunedThresholdClassifierCV({
      estimator: new GaussianNB(),
      scoring: { maximize: 'completeness', contaminationAtMost: 0 },
      thresholds: [0.01, 0.02],
    });
    const { warnings } = await collectWarnings(() => model.fit(X, noise));
    expect(warnings.map(({ message }) => message).join()).toMatch(/no threshold keeps the bound/);
  });

  it('refuses what cannot work', async () => {
    const iris = await loadIris();
    const estimator = new GaussianNB();
    await expect(new TunedThresholdClassifierCV({ estimator }).fit(iris.data, iris.target)).rejects.toThrow(
      /two classes. Got 3/,
    );
    const { X, y } = await cancer();
    await expect(new TunedThresholdClassifierCV({ estimator, scoring: 'roc_auc' }).fit(X, y)).rejects.toThrow(
      /must compare labels/,
    );
    expect(() => new TunedThresholdClassifierCV({ estimator, cv: 'prefit' })).toThrow(/refit/);
    await expect(
      new TunedThresholdClassifierCV({ estimator, cv: 'prefit', refit: false }).fit(X, y),
    ).rejects.toThrow(/needs a fitted model/);
    await expect(new TunedThresholdClassifierCV({ estimator, refit: false }).fit(X, y)).rejects.toThrow(
      /refit.*5 folds/,
    );
    await expect(new FixedThresholdClassifier({ estimator, posLabel: 'QSO' }).fit(X, y)).rejects.toThrow(
      /posLabel.*"QSO"/,
    );
  });
});
