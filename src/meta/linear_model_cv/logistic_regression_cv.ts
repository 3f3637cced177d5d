import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, jobs, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { classWeightParam, combineWeights } from '../../core/weights.js';
import type { ClassifierData } from '../../estimators/base/index.js';
import { sigmoidRows, softmaxRows } from '../../estimators/base/probabilities.js';
import { LinearClassifierBase } from '../../estimators/linear_model/linear_classifier_base.js';
import type { LinearModel } from '../../estimators/linear_model/linear_regressor_base.js';
import { linearScores } from '../../estimators/linear_model/linear_scores.js';
import { checkCv } from '../../model_selection/check_cv.js';
import { getScorer } from '../../model_selection/scorer.js';
import { parallelMap } from '../../parallel/index.js';
import {
  type LogisticItem,
  type LogisticPoint,
  type LogisticShared,
  logisticPath,
  logisticPathTask,
  refitLogistic,
} from './logistic_paths.js';
import { cvParam, scoringParam } from './params.js';

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

const declaration = declare('LogisticRegressionCV', {
  Cs: custom<number | readonly number[]>(10, {
    doc: 'Inverse strengths of the penalty to try, or how many between 1e-4 and 1e4.',
    expected: 'an integer >= 1, or an array of numbers > 0',
    accepts: (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((C) => typeof C === 'number' && C > 0)
        : Number.isInteger(value) && (value as number) >= 1,
    invalid: [0, 1.5, [], [0], 'ten'],
  }),
  l1Ratios: custom<readonly number[]>([0], {
    doc: 'Shares of the l1 penalty to try: 0 is l2, 1 is l1; above 0 needs solver saga.',
    expected: 'a non-empty array of numbers from 0 to 1',
    accepts: (value) => Array.isArray(value) && value.length > 0 && value.every(isShare),
    invalid: [[], [2], 0.5, null],
  }),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  cv: cvParam('5 stratified folds'),
  scoring: scoringParam('accuracy'),
  solver: oneOf(['lbfgs', 'newton-cholesky', 'saga'], 'lbfgs', {
    doc: "'lbfgs' in general; 'newton-cholesky' for many rows and few columns; 'saga' for l1 and elastic net.",
  }),
  tol: real(1e-4, {
    min: 0,
    exclusiveMin: true,
    doc: 'Stop when the largest component of the gradient is at most this.',
  }),
  maxIter: int(100, { min: 1, doc: 'Most iterations of each fit.' }),
  classWeight: classWeightParam(),
  nJobs: jobs(),
  refit: bool(true, {
    doc: 'Fit the best C and l1Ratio on all rows; false averages the best coefficients of the folds.',
  }),
  randomState: seed(),
});

interface LogisticRegressionCVModel extends LinearModel {
  readonly C: number;
  readonly l1Ratio: number;
  readonly Cs: Float64Array;
  readonly bestScore: number;
  readonly scores: readonly Matrix[];
  readonly nIter: readonly Matrix[];
  readonly coefsPaths: readonly (readonly (readonly Matrix[])[])[];
}

/**
 * Logistic regression that chooses its penalty by cross-validation: each fold goes through the Cs from the strongest
 * penalty, each fit from the one before, so that a path costs little more than one fit. Folds and l1Ratios run on
 * `nJobs` workers; results do not depend on them. Scale the columns first.
 * References: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2009), 4.4; scikit-learn
 * LogisticRegressionCV.
 *
 * @throws InvalidParameterError for l1Ratios above 0 without solver saga; InvalidInputError for a single class.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = await new LogisticRegressionCV({ Cs: 5, maxIter: 500 }).fit(data, target);
 * await model.score(data, target); // 0.98
 * ```
 */
export class LogisticRegressionCV extends LinearClassifierBase<
  typeof declaration,
  LogisticRegressionCVModel
> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { l1Ratios, solver } = this.params;
    if (solver === 'saga' || l1Ratios.every((share) => share === 0)) return;
    throw new InvalidParameterError(
      `LogisticRegressionCV: parameter 'l1Ratios' above 0 needs solver 'saga'. Got '${solver}'. Set solver: 'saga'.`,
      { estimator: 'LogisticRegressionCV', parameter: 'solver', received: solver, remedy: "solver: 'saga'" },
    );
  }

  protected async train(data: ClassifierData, run: Run): Promise<LogisticRegressionCVModel> {
    const { X, codes, classes, sampleWeight } = data;
    const { l1Ratios, cv, nJobs, solver, tol, maxIter, fitIntercept, randomState } = this.params;
    if (classes.length < 2) {
      throw new InvalidInputError(
        `${this.type}: y must hold at least two classes. Got only ${JSON.stringify(classes[0])}. Add rows of another class.`,
        { estimator: this.type, parameter: 'y', remedy: 'add rows of another class' },
      );
    }
    const Cs = gridOf(this.params.Cs);
    const labels = Array.from(codes, (code) => classes[code]);
    const folds = [...checkCv(cv, labels, { classifier: true }).split(X, labels)];
    const scorer = getScorer(this.params.scoring ?? 'accuracy');
    const options = { solver, tol, maxIter, fitIntercept, randomState };
    const shared: LogisticShared = {
      X,
      codes,
      classes,
      fitWeight: combineWeights(sampleWeight, this.params.classWeight, codes, classes, this.type),
      scoreWeight: sampleWeight,
      Cs,
      options,
      scoring: scorer.name,
      estimator: this.type,
    };
    const items: LogisticItem[] = folds.flatMap(({ train, test }) =>
      l1Ratios.map((l1Ratio) => ({ train, test, l1Ratio })),
    );
    const paths: LogisticPoint[][] = [];
    if (scorer.builtIn) {
      const onProgress = (done: number, total: number): void =>
        run.inner().onProgress?.({ estimator: this.type, what: 'path', done, total });
      paths.push(
        ...(await parallelMap(logisticPathTask, items, { shared, nJobs, signal: run.signal, onProgress })),
      );
    } else {
      // A scorer of the user's own cannot be sent to a worker.
      for (const [i, item] of items.entries()) {
        paths.push(await logisticPath(item, shared, scorer, run));
        await run.step(i + 1, items.length, 'path');
      }
    }
    await run.breathe();
    const at = (f: number, r: number): LogisticPoint[] => paths[f * l1Ratios.length + r];
    const table = (f: number, of: (point: LogisticPoint) => number): Matrix =>
      Matrix.from2DArray(l1Ratios.map((_, r) => at(f, r).map(of)));
    const scores = folds.map((_, f) => table(f, ({ score }) => score));
    const chosen = this.params.refit ? [bestOf(meanOf(scores))] : scores.map((fold) => bestOf(fold));
    const starts = folds.map((_, f) => {
      const { r, c } = chosen[this.params.refit ? 0 : f];
      return at(f, r)[c].coef;
    });
    let coef = meanOf(starts);
    const pick = (values: ArrayLike<number>, of: (best: Best) => number): number =>
      chosen.reduce((sum, best) => sum + values[of(best)], 0) / chosen.length;
    const C = pick(Cs, ({ c }) => c);
    const l1Ratio = pick(l1Ratios, ({ r }) => r);
    if (this.params.refit) coef = await refitLogistic(shared, { C, l1Ratio }, coef, run);
    return {
      coef: coef.takeColumns(Int32Array.from({ length: X.columns }, (_, j) => j)),
      intercept: coef.column(X.columns),
      C,
      l1Ratio,
      Cs,
      bestScore: chosen.reduce((sum, { value }) => sum + value, 0) / chosen.length,
      scores,
      nIter: folds.map((_, f) => table(f, ({ nIter }) => nIter)),
      coefsPaths: folds.map((_, f) => l1Ratios.map((_r, r) => at(f, r).map((point) => point.coef))),
    };
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.probabilities(X, 'predictProba', options, false);
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.probabilities(X, 'predictLogProba', options, true);
  }

  /** The score of X by the `scoring` of the search: the accuracy unless told otherwise. */
  override async score(X: MatrixLike, y: Labels, options: ScoreOptions = {}): Promise<number> {
    const { scoring } = this.params;
    if (scoring === null) return super.score(X, y, options);
    return getScorer(scoring).score(this, X, y, options);
  }

  /** The chosen C (the mean of the folds' without `refit`). */
  get C(): number {
    return this.learned('C').C;
  }

  /** The chosen share of the l1 penalty (the mean of the folds' without `refit`). */
  get l1Ratio(): number {
    return this.learned('l1Ratio').l1Ratio;
  }

  /** The Cs that were tried. */
  get Cs(): Float64Array {
    return this.learned('Cs').Cs;
  }

  /** Mean score of the chosen C and l1Ratio over the folds. */
  get bestScore(): number {
    return this.learned('bestScore').bestScore;
  }

  /** Scores on the test rows: for each fold l1Ratios x Cs. */
  get scores(): readonly Matrix[] {
    return this.learned('scores').scores;
  }

  /** Iterations: for each fold l1Ratios x Cs. */
  get nIter(): readonly Matrix[] {
    return this.learned('nIter').nIter;
  }

  /** Coefficients of each fold, l1Ratio and C: outputs x (d + 1), the intercept last. */
  get coefsPaths(): readonly (readonly (readonly Matrix[])[])[] {
    return this.learned('coefsPaths').coefsPaths;
  }

  /** Class weights join the sample weights in `train`, because scores count sample weights alone. */
  protected override checkTrainingData(X: MatrixLike, y: Labels, options: FitOptions): ClassifierData {
    return this.withoutClassWeight(super.checkTrainingData(X, y, options), options);
  }

  private withoutClassWeight(data: ClassifierData, options: FitOptions): ClassifierData {
    return { ...data, sampleWeight: this.checkWeights(options, data.X.rows) };
  }

  private async probabilities(
    X: MatrixLike,
    member: string,
    options: RunOptions,
    logarithm: boolean,
  ): Promise<Matrix> {
    const matrix = this.checkX(X, member);
    await new Run(this.type, options).breathe();
    const { coef, intercept } = this.learned(member);
    const scores = linearScores(matrix, coef, intercept);
    return scores.columns === 1 ? sigmoidRows(scores.data, logarithm) : softmaxRows(scores, logarithm);
  }
}

interface Best {
  readonly r: number;
  readonly c: number;
  readonly value: number;
}

/** The first best cell of a table l1Ratios x Cs, C by C. */
function bestOf(table: Matrix): Best {
  let best: Best = { r: 0, c: 0, value: table.get(0, 0) };
  for (let c = 0; c < table.columns; c++) {
    for (let r = 0; r < table.rows; r++) {
      if (table.get(r, c) > best.value) best = { r, c, value: table.get(r, c) };
    }
  }
  return best;
}

function meanOf(tables: readonly Matrix[]): Matrix {
  const result = Matrix.zeros(tables[0].rows, tables[0].columns);
  for (const { data } of tables) for (let i = 0; i < data.length; i++) result.data[i] += data[i];
  for (let i = 0; i < result.data.length; i++) result.data[i] /= tables.length;
  return result;
}

/** The Cs: given, or evenly in their logarithm from 1e-4 to 1e4. */
function gridOf(Cs: number | readonly number[]): Float64Array {
  if (typeof Cs !== 'number') return Float64Array.from(Cs);
  return Float64Array.from({ length: Cs }, (_, k) => 10 ** (-4 + (Cs > 1 ? (8 * k) / (Cs - 1) : 0)));
}
