import { InvalidInputError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import type { Label, Labels } from '../core/labels.js';
import { sortLabels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import { type Estimator, hasMethod, type Target } from '../core/protocol.js';
import { Run, type RunOptions } from '../core/run.js';
import { rowCount, takeRows } from '../core/take.js';
import { DataWarning, warn } from '../core/warnings.js';
import { type CvLike, checkCv } from './check_cv.js';
import { type FitResult, fitAll } from './fit_and_score.js';
import { isClassifier, type ResolvedScoring, resolveScoring, type Scoring } from './scorer.js';

/** Options shared by the cross-validation functions. */
export interface CrossValidationOptions extends RunOptions {
  /** Group of each row, for group splitters. */
  readonly groups?: Labels;
  /** Number of folds, a splitter, or a list of { train, test }; default 5 folds, stratified for classifiers. */
  readonly cv?: CvLike;
  /** Workers; see `nJobs` of the searches. */
  readonly nJobs?: number | null;
  /** One weight per row, for the fits. */
  readonly sampleWeight?: ArrayLike<number>;
}

/** Options of crossValidate. */
export interface CrossValidateOptions extends CrossValidationOptions {
  /** How to score; default the estimator's own score. */
  readonly scoring?: Scoring;
  /** Score the training folds too; default false. */
  readonly returnTrainScore?: boolean;
  /** Return the fitted estimators; default false. */
  readonly returnEstimator?: boolean;
  /** Return the rows of each fold; default false. */
  readonly returnIndices?: boolean;
  /** The score of a fit that failed, or 'raise'; default NaN with a warning. */
  readonly errorScore?: number | 'raise';
}

/** What crossValidate returns: one entry per fold in each column. */
export interface CrossValidateResult {
  /** Seconds per fit. */
  readonly fitTime: Float64Array;
  /** Seconds per scoring. */
  readonly scoreTime: Float64Array;
  /** Scores on the test folds, when one scorer was asked for. */
  readonly testScore: Float64Array;
  /** Scores on the training folds, when asked for. */
  readonly trainScore?: Float64Array;
  /** Scores by name, when several scorers were asked for. */
  readonly [scores: `test_${string}` | `train_${string}`]: Float64Array;
  readonly estimator?: readonly Estimator[];
  readonly indices?: { readonly train: readonly Int32Array[]; readonly test: readonly Int32Array[] };
}

/**
 * Fits and scores an estimator on each fold. The work is spread over `nJobs` workers; scores do not depend on
 * their number. With several scorers the columns are `test_<name>` and `train_<name>`.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const result = await crossValidate(new GaussianNB(), data, target, { cv: 5, scoring: 'f1_macro' });
 * result.testScore.length; // 5
 * ```
 */
export async function crossValidate(
  estimator: Estimator,
  X: DataLike,
  y?: Target,
  options: CrossValidateOptions = {},
): Promise<CrossValidateResult> {
  const run = new Run('crossValidate', options);
  const scoring = resolveScoring(options.scoring);
  const folds = splitAll(estimator, X, y, options);
  const results = await fitAll(
    {
      estimator,
      X,
      y,
      sampleWeight: options.sampleWeight,
      folds,
      scoring,
      returnTrainScore: options.returnTrainScore ?? false,
      returnEstimator: options.returnEstimator ?? false,
      errorScore: options.errorScore ?? Number.NaN,
    },
    folds.map((_, fold) => ({ params: undefined, fold })),
    {
      nJobs: options.nJobs ?? null,
      signal: options.signal,
      onProgress: (done, total) =>
        options.onProgress?.({ estimator: run.estimator, what: 'fold', done, total }),
      source: 'crossValidate',
    },
  );
  return {
    ...scoreColumns(results, scoring, options.returnTrainScore ?? false),
    ...(options.returnEstimator && { estimator: results.map((result) => result.estimator as Estimator) }),
    ...(options.returnIndices && {
      indices: { train: folds.map((fold) => fold.train), test: folds.map((fold) => fold.test) },
    }),
  };
}

function scoreColumns(
  results: readonly FitResult[],
  scoring: ResolvedScoring,
  withTrain: boolean,
): CrossValidateResult {
  const columns: Record<string, Float64Array> = {
    fitTime: Float64Array.from(results, (result) => result.fitTime),
    scoreTime: Float64Array.from(results, (result) => result.scoreTime),
  };
  scoring.scorers.forEach(([name], s) => {
    columns[scoring.multi ? `test_${name}` : 'testScore'] = Float64Array.from(
      results,
      (r) => r.testScores[s],
    );
    if (withTrain) {
      columns[scoring.multi ? `train_${name}` : 'trainScore'] = Float64Array.from(
        results,
        (r) => r.trainScores[s],
      );
    }
  });
  return columns as unknown as CrossValidateResult;
}

/** The test score of each fold: `crossValidate` with one scorer. */
export async function crossValScore(
  estimator: Estimator,
  X: DataLike,
  y?: Target,
  options: CrossValidationOptions & {
    scoring?: Exclude<Scoring, readonly unknown[]>;
    errorScore?: number | 'raise';
  } = {},
): Promise<Float64Array> {
  if (resolveScoring(options.scoring).multi) {
    throw new InvalidInputError('crossValScore: takes one scorer. Use crossValidate for several.', {
      parameter: 'scoring',
      remedy: 'use crossValidate',
    });
  }
  return (await crossValidate(estimator, X, y, options)).testScore;
}

/** Options of crossValPredict. */
export interface CrossValPredictOptions extends CrossValidationOptions {
  /** What to collect; default 'predict'. */
  readonly method?: 'predict' | 'predictProba' | 'predictLogProba' | 'decisionFunction' | 'transform';
}

type Predicted<O> = O extends { method: 'predictProba' | 'predictLogProba' | 'transform' }
  ? Matrix
  : O extends { method: 'decisionFunction' }
    ? Float64Array | Matrix
    : Label[] | Float64Array;

/**
 * For each row, the prediction of the model that did not see it. The folds must hold every row once.
 * Probabilities of classes that a training fold lacked are 0.
 */
export async function crossValPredict<const O extends CrossValPredictOptions>(
  estimator: Estimator,
  X: DataLike,
  y?: Target,
  options?: O,
): Promise<Predicted<O>> {
  const given: CrossValPredictOptions = options ?? {};
  const run = new Run('crossValPredict', given);
  const method = given.method ?? 'predict';
  if (!hasMethod(estimator, method as 'predict')) {
    throw new InvalidInputError(`crossValPredict: ${estimator.type} has no method '${method}'.`, {
      parameter: 'method',
      received: method,
    });
  }
  const folds = splitAll(estimator, X, y, given);
  const n = rowCount(X);
  checkPartition(
    folds.map((fold) => fold.test),
    n,
  );
  const never = { ...resolveScoring(undefined), scorers: [] };
  const results = await fitAll(
    {
      estimator,
      X,
      y,
      sampleWeight: given.sampleWeight,
      folds,
      scoring: never,
      returnTrainScore: false,
      returnEstimator: true,
      errorScore: 'raise',
    },
    folds.map((_, fold) => ({ params: undefined, fold })),
    {
      nJobs: given.nJobs ?? null,
      signal: given.signal,
      onProgress: (done, total) =>
        given.onProgress?.({ estimator: run.estimator, what: 'fold', done, total }),
      source: 'crossValPredict',
    },
  );
  const parts: { rows: Int32Array; values: unknown; classes?: readonly Label[] }[] = [];
  for (const [i, { test }] of folds.entries()) {
    const fitted = results[i].estimator as unknown as Record<
      string,
      (X: DataLike, o: RunOptions) => Promise<unknown>
    >;
    const values = await fitted[method](takeRows(X, test), run.inner());
    parts.push({
      rows: test,
      values,
      classes: (fitted as unknown as { classes?: readonly Label[] }).classes,
    });
  }
  return assemble(
    parts,
    n,
    isClassifier(estimator) && method !== 'predict' ? classesOf(y as Labels) : undefined,
    method,
  ) as Predicted<O>;
}

function classesOf(y: Labels): Label[] {
  return sortLabels([...new Set(Array.from(y as ArrayLike<Label>))]);
}

function assemble(
  parts: readonly { rows: Int32Array; values: unknown; classes?: readonly Label[] }[],
  n: number,
  classes: readonly Label[] | undefined,
  method: string,
): unknown {
  const first = parts[0].values;
  if (first instanceof Matrix) {
    const missing =
      method === 'predictLogProba' || method === 'decisionFunction' ? Number.NEGATIVE_INFINITY : 0;
    const columns = classes?.length ?? first.columns;
    const result = Matrix.zeros(n, columns);
    if (classes) result.data.fill(missing);
    for (const { rows, values, classes: own } of parts) {
      const matrix = values as Matrix;
      const place = classes && own ? own.map((label) => classes.indexOf(label)) : undefined;
      if (place && place.length < columns) {
        warn(
          new DataWarning(
            `a training fold lacks ${columns - place.length} of the classes`,
            'crossValPredict',
          ),
        );
      }
      rows.forEach((row, i) => {
        for (let j = 0; j < matrix.columns; j++) result.set(row, place ? place[j] : j, matrix.get(i, j));
      });
    }
    return result;
  }
  const flat: ArrayLike<unknown> & Record<number, unknown> = Array.isArray(first)
    ? new Array<unknown>(n)
    : new Float64Array(n);
  for (const { rows, values } of parts) {
    rows.forEach((row, i) => {
      (flat as Record<number, unknown>)[row] = (values as ArrayLike<unknown>)[i];
    });
  }
  return flat;
}

function checkPartition(tests: readonly Int32Array[], n: number): void {
  const seen = new Uint8Array(n);
  let total = 0;
  for (const test of tests) for (const row of test) total += seen[row]++ === 0 ? 1 : 2;
  if (total !== n) {
    throw new InvalidInputError(
      'crossValPredict: the test folds must hold every row exactly once. Use a splitter that partitions, such as KFold.',
      { parameter: 'cv', remedy: 'use KFold or StratifiedKFold' },
    );
  }
}

/** The folds of any `cv`, checked not to be empty. */
export function splitAll(
  estimator: Estimator,
  X: DataLike,
  y: Target | undefined,
  options: { cv?: CvLike; groups?: Labels },
): { train: Int32Array; test: Int32Array }[] {
  const splitter = checkCv(options.cv, y as Labels | undefined, { classifier: isClassifier(estimator) });
  return [...splitter.split(X, y as Labels | undefined, { groups: options.groups })];
}
