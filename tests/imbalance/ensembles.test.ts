import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import {
  BalancedBaggingClassifier,
  BalancedRandomForestClassifier,
  EasyEnsembleClassifier,
  RandomOverSampler,
  RUSBoostClassifier,
  SMOTE,
} from '../../src/imbalance/index.js';
import { AdaBoostClassifier } from '../../src/meta/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Case {
  readonly model: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly data: string;
  readonly proba: number[][];
  readonly labels?: number[][];
}

const { data, cases } = loadFixture<{
  data: Record<string, { X: number[][]; y: number[] }>;
  cases: Case[];
}>('imbalance/ensembles');

/** The same model as in scripts/fixtures/imbalance_ensembles.py; defaults are spelt out where 0.14 changed them. */
function make({ model, params }: Case) {
  const { estimator, sampler, ...rest } = params as Record<string, never>;
  if (model === 'BalancedRandomForestClassifier') {
    const older = { bootstrap: true, replacement: false, samplingStrategy: 'auto' } as const;
    return new BalancedRandomForestClassifier({ nEstimators: 12, randomState: 0, ...older, ...rest });
  }
  if (model === 'EasyEnsembleClassifier') {
    const boosted = new AdaBoostClassifier({ nEstimators: 8 });
    return new EasyEnsembleClassifier({ nEstimators: 4, estimator: boosted, randomState: 4, ...rest });
  }
  if (model === 'RUSBoostClassifier')
    return new RUSBoostClassifier({
      nEstimators: 12,
      randomState: 'learningRate' in params ? 6 : 5,
      ...rest,
    });
  if (estimator && sampler) {
    return new BalancedBaggingClassifier({
      estimator: new GaussianNB(),
      sampler: new RandomOverSampler(),
      nEstimators: 4,
      randomState: 3,
    });
  }
  return new BalancedBaggingClassifier({
    nEstimators: 6,
    randomState: 'maxFeatures' in params ? 2 : 1,
    ...rest,
  });
}

/**
 * Since scikit-learn 1.3 a vote for a class also counts -1 / (k - 1) against the others, which raises probabilities to
 * the power k / (k - 1) before they are normalised.
 */
function newerVotes(proba: number[][]): number[][] {
  return proba.map((row) => {
    const raised = row.map((p) => p ** (row.length / (row.length - 1)));
    const sum = raised.reduce((a, b) => a + b, 0);
    return raised.map((p) => p / sum);
  });
}

describe('parity with imbalanced-learn 0.10: the same members from the same seed', () => {
  it.each(
    cases.map((given) => [`${given.model} ${JSON.stringify(given.params)} on ${given.data}`, given] as const),
  )('%s', async (_, given) => {
    const { X, y } = data[given.data];
    const model = await make(given).fit(X, y);
    const rows = X.slice(0, 40);
    if (given.labels) {
      const { estimators } = model as EasyEnsembleClassifier;
      for (const [m, member] of estimators.entries())
        expect(await (member as EasyEnsembleClassifier).predict(rows)).toEqual(given.labels[m]);
      return;
    }
    // Sums of leaf shares, or of votes, over the members.
    const expected = given.model === 'RUSBoostClassifier' ? newerVotes(given.proba) : given.proba;
    expectClose(await model.predictProba(rows), expected, { rtol: 1e-9, atol: 1e-12 });
  });
});

describe('BalancedRandomForestClassifier', () => {
  const { X, y } = data['two'];

  it('grows trees on balanced rows, told by estimatorsSamples', async () => {
    const forest = await new BalancedRandomForestClassifier({ nEstimators: 3, randomState: 0 }).fit(X, y);
    for (const rows of forest.estimatorsSamples) {
      expect(rows.length).toBe(60);
      expect(rows.reduce((sum, row) => sum + y[row], 0)).toBe(30);
    }
    const seen = new Set(forest.estimatorsSamples.flatMap((rows) => [...rows]));
    expect(seen.size).toBeGreaterThan(60);
  });

  it('scores rows by trees that did not see them, without a bootstrap too', async () => {
    const forest = new BalancedRandomForestClassifier({ nEstimators: 30, randomState: 0, oobScore: true });
    await forest.fit(X, y);
    expect(forest.oobScore).toBeGreaterThan(0.6);
    expect(forest.oobDecisionFunction.rows).toBe(140);
  });

  it('goes on from a warm start with the trees that one fit would have grown', async () => {
    const options = { randomState: 3, bootstrap: true, oobScore: true } as const;
    const whole = await new BalancedRandomForestClassifier({ nEstimators: 20, ...options }).fit(X, y);
    const first = await new BalancedRandomForestClassifier({ nEstimators: 12, ...options }).fit(X, y);
    const more = first.with({ nEstimators: 20, warmStart: true }).restore(first.fitted);
    await more.fit(X, y);
    expect((await more.predictProba(X)).data).toEqual((await whole.predictProba(X)).data);
    expect(more.oobScore).toBe(whole.oobScore);
  });

  it('does not depend on nJobs', async () => {
    const one = await new BalancedRandomForestClassifier({ nEstimators: 6, randomState: 1 }).fit(X, y);
    const two = await new BalancedRandomForestClassifier({ nEstimators: 6, randomState: 1, nJobs: 2 }).fit(
      X,
      y,
    );
    expect((await two.predictProba(X)).data).toEqual((await one.predictProba(X)).data);
  });

  it('refuses what it cannot do', async () => {
    const wrong = new BalancedRandomForestClassifier({ maxSamples: 10 });
    await expect(wrong.fit(X, y)).rejects.toThrow('needs bootstrap: true');
    const several = y.map((label) => [label, 1 - label]);
    await expect(new BalancedRandomForestClassifier().fit(X, several)).rejects.toThrow('one label per row');
    const only = new BalancedRandomForestClassifier();
    await expect(
      only.fit(
        X,
        y.map(() => 1),
      ),
    ).rejects.toThrow('two classes');
    const asked = new BalancedRandomForestClassifier({ samplingStrategy: { 1: 31 } });
    await expect(asked.fit(X, y)).rejects.toThrow('31 rows of class 1, which has 30');
  });
});

describe('bagging and boosting of resampled members', () => {
  const { X, y } = data['two'];

  it('resamples with any sampler, once for each member', async () => {
    const sampler = new SMOTE({ kNeighbors: 2 });
    const bag = await new BalancedBaggingClassifier({ sampler, nEstimators: 3, randomState: 0 }).fit(X, y);
    expect(bag.estimators).toHaveLength(3);
    for (const member of bag.estimators) {
      const steps = (member as unknown as { namedSteps: Record<string, SMOTE> }).namedSteps;
      expect(steps['sampler'].sampleIndices.length).toBeGreaterThan(140);
    }
  });

  it('keeps the strategy of a sampler that is given, unless one is asked for', async () => {
    const sampler = new RandomOverSampler({ samplingStrategy: { 1: 60 } });
    const sizes = async (bag: BalancedBaggingClassifier) => {
      await bag.fit(X, y);
      return bag.estimators.map(
        (member) =>
          (member as unknown as { namedSteps: Record<string, SMOTE> }).namedSteps['sampler'].sampleIndices
            .length,
      );
    };
    const common = { nEstimators: 2, bootstrap: false, randomState: 0 };
    expect(await sizes(new BalancedBaggingClassifier({ ...common, sampler }))).toEqual([170, 170]);
    const more = new BalancedBaggingClassifier({ ...common, sampler, samplingStrategy: 0.5 });
    expect(await sizes(more)).toEqual([165, 165]);
  });

  it('has importances and stages in RUSBoost', async () => {
    const boosted = await new RUSBoostClassifier({ nEstimators: 5, randomState: 0 }).fit(X, y);
    expect(boosted.featureImportances.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
    const scores: number[] = [];
    for await (const score of boosted.stagedScore(X, y)) scores.push(score);
    expect(scores.at(-1)).toBe(await boosted.score(X, y));
  });

  it('warm-starts', async () => {
    const whole = await new BalancedBaggingClassifier({ nEstimators: 5, randomState: 2 }).fit(X, y);
    const first = await new BalancedBaggingClassifier({ nEstimators: 2, randomState: 2 }).fit(X, y);
    const more = first.with({ nEstimators: 5, warmStart: true }).restore(first.fitted);
    await more.fit(X, y);
    expect((await more.predictProba(X)).data).toEqual((await whole.predictProba(X)).data);
    const again = await new EasyEnsembleClassifier({ nEstimators: 2, randomState: 2 }).fit(X, y);
    expect(again.estimators).toHaveLength(2);
    expect(Matrix.from2DArray(X).rows).toBe(140);
  });
});
