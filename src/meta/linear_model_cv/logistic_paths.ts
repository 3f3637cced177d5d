import { InvalidInputError } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import { LogisticRegression } from '../../estimators/linear_model/index.js';
import { getScorer, type Scorer, type ScorerName } from '../../model_selection/scorer.js';
import { defineTask } from '../../parallel/index.js';

/** How each logistic regression of a path is fitted. */
export interface LogisticOptions {
  readonly solver: 'lbfgs' | 'newton-cholesky' | 'saga';
  readonly tol: number;
  readonly maxIter: number;
  readonly fitIntercept: boolean;
  readonly randomState: number | readonly number[] | null;
}

/** A fit of a path: coefficients, intercepts, iterations. */
export interface LogisticPoint {
  /** outputs x (d + 1), the intercept last. */
  readonly coef: Matrix;
  readonly nIter: number;
  /** The score on the test rows. */
  readonly score: number;
}

/** What all folds share. */
export interface LogisticShared {
  readonly X: Matrix;
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  /** Weights of the fits: sample weights times class weights. */
  readonly fitWeight: Float64Array | undefined;
  /** Weights of the scores: sample weights. */
  readonly scoreWeight: Float64Array | undefined;
  readonly Cs: Float64Array;
  readonly options: LogisticOptions;
  /** Name of a scorer. */
  readonly scoring: string;
  readonly estimator: string;
}

/** One path: a fold and a share of the l1 penalty. */
export interface LogisticItem {
  readonly train: Int32Array;
  readonly test: Int32Array;
  readonly l1Ratio: number;
}

/** The task that workers run. */
export const logisticPathTask = defineTask<LogisticItem, LogisticShared, LogisticPoint[]>(
  'logisticPath',
  import.meta.url,
  (item, shared, { signal }) =>
    logisticPath(
      item,
      shared,
      getScorer(shared.scoring as ScorerName),
      new Run(shared.estimator, { signal }),
    ),
);

/** Fits for every C in turn, each from the one before, and scores each on the test rows. */
export async function logisticPath(
  { train, test, l1Ratio }: LogisticItem,
  shared: LogisticShared,
  scorer: Scorer,
  run: Run,
): Promise<LogisticPoint[]> {
  const { X, codes, classes, fitWeight, scoreWeight, Cs, options } = shared;
  const XTrain = X.takeRows(train);
  const XTest = X.takeRows(test);
  const yTrain = Array.from(train, (row) => codes[row]);
  const yTest = Array.from(test, (row) => classes[codes[row]]);
  const weights = fitWeight && takeRows(fitWeight, train);
  const testWeight = scoreWeight && takeRows(scoreWeight, test);
  const points: LogisticPoint[] = [];
  let before: LogisticRegression | undefined;
  for (const C of Cs) {
    const model = logistic({ ...options, C, l1Ratio }, before);
    await model.fit(XTrain, yTrain, { ...(weights && { sampleWeight: weights }), signal: run.signal });
    if (model.classes.length < classes.length)
      throw missingClass(classes, model.classes.length, run.estimator);
    before = model;
    const named = withClasses(model, classes);
    const score = await scorer.score(named, XTest, yTest, {
      ...(testWeight && { sampleWeight: testWeight }),
      signal: run.signal,
    });
    points.push({ coef: joined(model.coef, model.intercept), nIter: model.nIter[0], score });
    await run.breathe();
  }
  return points;
}

function missingClass(classes: readonly Label[], found: number, estimator: string): InvalidInputError {
  return new InvalidInputError(
    `${estimator}: every training fold must hold all ${classes.length} classes. Got one with ${found}. Use fewer or stratified folds, or drop rare classes.`,
    { estimator, parameter: 'cv', received: `${found} classes`, remedy: 'use stratified folds' },
  );
}

/** An estimator that starts where another ended. */
export function logistic(
  params: LogisticOptions & { readonly C: number; readonly l1Ratio: number },
  from: LogisticRegression | undefined,
): LogisticRegression {
  const model = new LogisticRegression({ ...params, warmStart: true });
  return from?.fitted ? model.restore(from.fitted) : model;
}

/** A fitted model of which only the coefficients are known. */
export function logisticAt(coef: Matrix, nClasses: number): LogisticRegression {
  const d = coef.columns - 1;
  const model = {
    coef: coef.takeColumns(Int32Array.from({ length: d }, (_, j) => j)),
    intercept: coef.column(d),
    nIter: Int32Array.of(0),
    classes: Array.from({ length: nClasses }, (_, code) => code),
  };
  return new LogisticRegression().restore({ nFeaturesIn: d, model });
}

/** A model of codes as one of labels. */
function withClasses(model: LogisticRegression, classes: readonly Label[]): LogisticRegression {
  const fitted = model.fitted;
  return fitted ? model.restore({ ...fitted, model: { ...fitted.model, classes } }) : model;
}

function joined(coef: Matrix, intercept: Float64Array): Matrix {
  const { rows, columns: d } = coef;
  const result = Matrix.zeros(rows, d + 1);
  for (let c = 0; c < rows; c++) {
    result.row(c).set(coef.row(c));
    result.set(c, d, intercept[c]);
  }
  return result;
}
