import type { Matrix } from '../../core/matrix.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { splitAll } from '../../model_selection/cross_validate.js';
import type { Scorer } from '../../model_selection/scorer.js';

/** Data of a search over folds. */
export interface FoldSearchData {
  readonly X: Matrix;
  readonly y: Target;
  readonly sampleWeight: Float64Array | undefined;
}

/** The best candidate, fitted on all rows, and its mean score. */
export interface FoldSearchResult<E extends Estimator> {
  readonly estimator: E;
  readonly index: number;
  readonly score: number;
}

/** Tries each candidate on every fold, weights counting in fits and scores, and fits the first of the best on all rows. */
export async function searchFolds<E extends Estimator>(
  candidates: readonly E[],
  { X, y, sampleWeight }: FoldSearchData,
  { cv, scorer }: { readonly cv: CvLike; readonly scorer: Scorer },
  run: Run,
): Promise<FoldSearchResult<E>> {
  const folds = splitAll(candidates[0], X, y, { cv });
  const scores = new Float64Array(candidates.length);
  const { signal } = run;
  for (const [f, { train, test }] of folds.entries()) {
    const [XTrain, yTrain] = [X.takeRows(train), takeRows(y, train)];
    const [XTest, yTest] = [X.takeRows(test), takeRows(y, test)];
    const trainWeight = sampleWeight && takeRows(sampleWeight, train);
    const testWeight = sampleWeight && takeRows(sampleWeight, test);
    for (const [k, candidate] of candidates.entries()) {
      await run.step(f * candidates.length + k, folds.length * candidates.length, 'fit');
      const fitted = await candidate
        .with({})
        .fit(XTrain, yTrain, trainWeight ? { sampleWeight: trainWeight, signal } : { signal });
      const options = testWeight ? { sampleWeight: testWeight, signal } : { signal };
      scores[k] += (await scorer.score(fitted, XTest, yTest, options)) / folds.length;
    }
  }
  let index = 0;
  for (let k = 1; k < scores.length; k++) if (scores[k] > scores[index]) index = k;
  const estimator = await candidates[index]
    .with({})
    .fit(X, y, sampleWeight ? { sampleWeight, signal } : { signal });
  return { estimator, index, score: scores[index] };
}
