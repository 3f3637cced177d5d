import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/compose/index.js';
import { collectWarnings, EfficiencyWarning, FitFailedWarning } from '../../src/core/warnings.js';
import { loadIris } from '../../src/datasets/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier } from '../../src/estimators/neighbors/index.js';
import { fbetaScore } from '../../src/metrics/index.js';
import {
  crossValidate,
  crossValPredict,
  crossValScore,
  GridSearchCV,
  loguniform,
  makeScorer,
  ParameterGrid,
  ParameterSampler,
  RandomizedSearchCV,
  StratifiedKFold,
} from '../../src/model_selection/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Golden {
  grid: object[];
  sampler: object[][];
  results: Record<string, number[]>;
  best: { knn__n_neighbors: number; knn__weights: string };
  bestScore: number;
  crossValidate: Record<string, number[]>;
  predict: number[];
  proba: number[][];
}

const golden = loadFixture<Golden>('model_selection/search');
const { data, target } = await loadIris();
const pipe = new Pipeline([
  ['scale', new StandardScaler()],
  ['knn', new KNeighborsClassifier()],
]);
const grid = { knn__nNeighbors: [1, 5, 15], knn__weights: ['uniform', 'distance'] } as const;

/** mean_test_accuracy is meanTest_accuracy here, split0_train_f1_macro split0Train_f1_macro. */
const ours = (key: string): string =>
  key.replace(
    /^(mean|std|rank|split\d+)_(t)(rain|est)/,
    (_, head: string, _t, rest: string) => `${head}T${rest}`,
  );

describe('searches and cross-validation equal scikit-learn', () => {
  it.each([null, 1, 2])('grid search with three scorers, nJobs %s', async (nJobs) => {
    const search = new GridSearchCV(pipe, grid, {
      cv: 5,
      scoring: ['accuracy', 'f1_macro', 'neg_log_loss'],
      refit: 'f1_macro',
      returnTrainScore: true,
      nJobs,
    });
    await search.fit(data, target);
    const results = search.cvResults as unknown as Record<string, ArrayLike<number>>;
    for (const [key, values] of Object.entries(golden.results)) {
      expectClose(results[ours(key)], values, { rtol: 1e-10, atol: 1e-12, what: key });
    }
    expect(search.bestParams).toEqual({
      knn__nNeighbors: golden.best.knn__n_neighbors,
      knn__weights: golden.best.knn__weights,
    });
    expectClose(search.bestScore, golden.bestScore);
    expect(search.bestEstimator.isFitted).toBe(true);
  });

  it('cross-validation', async () => {
    const cv = new StratifiedKFold({ nSplits: 4, shuffle: true, randomState: 0 });
    const scoring = ['accuracy', 'roc_auc_ovr', 'balanced_accuracy'] as const;
    const result = await crossValidate(new GaussianNB(), data, target, {
      cv,
      scoring,
      returnTrainScore: true,
      returnIndices: true,
    });
    for (const [key, values] of Object.entries(golden.crossValidate)) {
      expectClose(result[key as 'test_accuracy'], values, { rtol: 1e-9, what: key });
    }
    expect(result.indices?.test.length).toBe(4);
    expect(await crossValPredict(new GaussianNB(), data, target, { cv: 5 })).toEqual(golden.predict);
    const proba = await crossValPredict(new GaussianNB(), data, target, { cv: 5, method: 'predictProba' });
    expectClose(proba.takeRows(Array.from({ length: 15 }, (_, i) => 10 * i)), golden.proba, {
      rtol: 1e-7,
      atol: 1e-10,
    });
  });

  it('the order of combinations and of draws', () => {
    expect([...new ParameterGrid([{ c: ['x', 'y', 'z'], a: [1, 2] }, { b: [true] }])]).toEqual(golden.grid);
    golden.sampler.forEach((expected, randomState) => {
      expect([...new ParameterSampler({ a: [1, 2, 3], b: ['x', 'y'] }, { nIter: 4, randomState })]).toEqual(
        expected,
      );
    });
  });
});

describe('searches', () => {
  it('check every candidate before any fitting', async () => {
    const bad = new GridSearchCV(new LogisticRegression(), { C: [1, -1] });
    await expect(bad.fit(data, target)).rejects.toThrow("parameter 'C' must be");
    const misspelt = new GridSearchCV(pipe, { knn__nNeighbours: [1] } as object);
    await expect(misspelt.fit(data, target)).rejects.toThrow("Did you mean 'nNeighbors'");
    expect(() => new GridSearchCV(pipe, { knn__nNeighbors: 3 } as object)).toThrow('non-empty list');
    expect(() => new GridSearchCV(pipe, grid, { scorer: 'f1' } as object)).toThrow(
      "unknown parameter 'scorer'",
    );
    const scorer = new GridSearchCV(pipe, grid, { scoring: 'f1_makro' as 'f1_macro' });
    await expect(scorer.fit(data, target)).rejects.toThrow("Did you mean 'f1_macro'");
    const multi = new GridSearchCV(pipe, grid, { scoring: ['accuracy', 'f1_macro'] });
    await expect(multi.fit(data, target)).rejects.toThrow("parameter 'refit' must be one of");
  });

  it('score a failed fit with errorScore, and raise when all fail', async () => {
    const { value, warnings } = await collectWarnings(async () => {
      const search = new GridSearchCV(new KNeighborsClassifier(), { nNeighbors: [3, 5000] }, { cv: 3 });
      return search.fit(data, target);
    });
    expect(value.cvResults.meanTestScore[1]).toBeNaN();
    expect([...value.cvResults.rankTestScore]).toEqual([1, 2]);
    expect(warnings[0]).toBeInstanceOf(FitFailedWarning);
    const all = new GridSearchCV(new KNeighborsClassifier(), { nNeighbors: [5000] }, { cv: 3 });
    await expect(all.fit(data, target)).rejects.toThrow('all 3 fits failed');
    await expect(all.with({ errorScore: 'raise' }).fit(data, target)).rejects.toThrow('at most the 100 rows');
  });

  it('take scorers of one own, in this thread with a warning', async () => {
    const f2 = makeScorer(fbetaScore, { metricOptions: { beta: 2, average: 'macro' } });
    const { value, warnings } = await collectWarnings(() =>
      crossValScore(new GaussianNB(), data, target, { scoring: f2, nJobs: 2 }),
    );
    expect(value.every((score) => score > 0.9)).toBe(true);
    expect(warnings[0]).toBeInstanceOf(EfficiencyWarning);
  });

  it('search over whole steps and nested searches', async () => {
    const steps = new Pipeline([
      ['scale', new StandardScaler()],
      ['clf', new GaussianNB()],
    ]);
    const search = new GridSearchCV(
      steps,
      { clf: [new GaussianNB(), new KNeighborsClassifier()] },
      { cv: 3, nJobs: 2 },
    );
    await search.fit(data, target);
    expect(await search.score(data, target)).toBeGreaterThan(0.94);
    const nested = await crossValScore(
      new GridSearchCV(pipe, { knn__nNeighbors: [1, 9] }, { cv: 3, nJobs: 2 }),
      data,
      target,
      { cv: 3, nJobs: 2 },
    );
    expect(nested.length).toBe(3);
  });

  it('draw the same candidates for the same seed, and choose by a function', async () => {
    const make = () =>
      new RandomizedSearchCV(
        new LogisticRegression({ maxIter: 1000 }),
        { C: loguniform(1e-3, 1e3) },
        { nIter: 4, randomState: 3, cv: 3, refit: (r) => r.params.length - 1 },
      );
    const [a, b] = [await make().fit(data, target), await make().fit(data, target)];
    expect(a.cvResults.params).toEqual(b.cvResults.params);
    expect(a.bestIndex).toBe(3);
  });

  it('stop when aborted, on workers too, and keep the earlier result', async () => {
    for (const nJobs of [null, 2]) {
      const search = new GridSearchCV(pipe, grid, { cv: 5, nJobs });
      await search.fit(data, target);
      const before = search.cvResults;
      const controller = new AbortController();
      const running = search.fit(data, target, {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      });
      await expect(running).rejects.toMatchObject({ name: 'AbortError' });
      expect(search.cvResults).toBe(before);
    }
  });

  it('report progress', async () => {
    const seen: number[] = [];
    await new GridSearchCV(pipe, grid, { cv: 2 }).fit(data, target, {
      onProgress: ({ done, total }) => seen.push(done / total),
    });
    expect(seen.length).toBe(12);
    expect(seen.at(-1)).toBe(1);
  });
});
