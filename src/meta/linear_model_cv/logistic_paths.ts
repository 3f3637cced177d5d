import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { Run } from '../../core/run.js';
import { takeRows } from '../../core/take.js';
import { LogisticRegression } from '../../estimators/linear_model/index.js';
import { fitLogistic, unpackLogistic } from '../../estimators/linear_model/logistic_fit.js';
import { outputsOf } from '../../estimators/linear_model/logistic_problem.js';
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
  const yTest = Array.from(test, (row) => classes[codes[row]]);
  const sampleWeight = fitWeight && takeRows(fitWeight, train);
  const testWeight = scoreWeight && takeRows(scoreWeight, test);
  const [d, outputs] = [X.columns, outputsOf(classes.length)];
  let start = new Float64Array(outputs * (d + (options.fitIntercept ? 1 : 0)));
  const data = { X: XTrain, codes: takeRows(codes, train), nClasses: classes.length, sampleWeight };
  const points: LogisticPoint[] = [];
  for (const C of Cs) {
    const { coef, nIter } = await fitLogistic({ ...data, start }, { ...options, C, l1Ratio }, run);
    start = coef.slice();
    const model = unpackLogistic(coef, d, outputs, options.fitIntercept);
    const fitted = new LogisticRegression().restore({
      nFeaturesIn: d,
      model: { ...model, nIter: Int32Array.of(nIter), classes },
    });
    const score = await scorer.score(fitted, XTest, yTest, {
      ...(testWeight && { sampleWeight: testWeight }),
      signal: run.signal,
    });
    points.push({ coef: joined(model.coef, model.intercept), nIter, score });
    await run.breathe();
  }
  return points;
}

/** Fits all rows from given coefficients (outputs x (d + 1)); the result has the same form. */
export async function refitLogistic(
  { X, codes, classes, fitWeight: sampleWeight, options }: LogisticShared,
  penalty: { readonly C: number; readonly l1Ratio: number },
  from: Matrix,
  run: Run,
): Promise<Matrix> {
  const width = X.columns + (options.fitIntercept ? 1 : 0);
  const start = from.takeColumns(Int32Array.from({ length: width }, (_, j) => j)).data;
  const data = { X, codes, nClasses: classes.length, sampleWeight, start };
  const { coef } = await fitLogistic(data, { ...options, ...penalty }, run);
  const { coef: rows, intercept } = unpackLogistic(coef, X.columns, from.rows, options.fitIntercept);
  return joined(rows, intercept);
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
