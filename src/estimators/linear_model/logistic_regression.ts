import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, declare, int, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { classWeightParam } from '../../core/weights.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { sigmoidRows, softmaxRows } from '../base/probabilities.js';
import { linearScores } from './linear_scores.js';
import { fitLogistic, unpackLogistic } from './logistic_fit.js';
import { outputsOf } from './logistic_problem.js';

const declaration = declare('LogisticRegression', {
  C: real(1, {
    min: 0,
    exclusiveMin: true,
    max: Number.POSITIVE_INFINITY,
    doc: 'Inverse of the strength of the penalty; Infinity for none.',
  }),
  l1Ratio: real(0, {
    min: 0,
    max: 1,
    doc: 'Share of the l1 penalty: 0 is l2, 1 is l1; above 0 needs solver saga.',
  }),
  solver: oneOf(['lbfgs', 'newton-cholesky', 'saga'], 'lbfgs', {
    doc: "'lbfgs' in general; 'newton-cholesky' for many rows and few columns; 'saga' for l1 and elastic net.",
  }),
  tol: real(1e-4, {
    min: 0,
    exclusiveMin: true,
    doc: 'Stop when the largest component of the gradient is at most this.',
  }),
  maxIter: int(100, { min: 1, doc: 'Most iterations of the solver.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  classWeight: classWeightParam(),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
  randomState: seed(),
});

interface LogisticRegressionModel {
  /** outputs x d. */
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly nIter: Int32Array;
}

/**
 * Logistic regression with an l2, l1 or elastic-net penalty; several classes by softmax. It minimises the mean
 * log loss + (0.5 (1 - l1Ratio) |w|^2 + l1Ratio |w|_1) / (C sum of weights). Scale the columns first. O(n d k)
 * per iteration.
 * Reference: Hastie, Tibshirani, Friedman, The Elements of Statistical Learning (2009), 4.4; scikit-learn
 * LogisticRegression.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = await new LogisticRegression({ maxIter: 1000 }).fit(data, target);
 * await model.score(data, target); // 0.973
 * ```
 */
export class LogisticRegression extends ClassifierBase<typeof declaration, LogisticRegressionModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { l1Ratio, solver } = this.params;
    if (l1Ratio > 0 && solver !== 'saga') {
      throw new InvalidParameterError(
        `LogisticRegression: parameter 'l1Ratio' above 0 needs solver 'saga'. Got l1Ratio ${l1Ratio} with '${solver}'. Set solver: 'saga'.`,
        { estimator: 'LogisticRegression', parameter: 'solver', received: solver, remedy: "solver: 'saga'" },
      );
    }
  }

  protected async train(data: ClassifierData, run: Run): Promise<LogisticRegressionModel> {
    const { X, codes, classes, sampleWeight } = data;
    const { fitIntercept } = this.params;
    checkTwoClasses(data, this.type);
    const outputs = outputsOf(classes.length);
    const start = this.startingPoint(X.columns, outputs);
    const problem = { X, codes, nClasses: classes.length, sampleWeight, start };
    const { coef, nIter } = await fitLogistic(problem, this.params, run);
    return { ...unpackLogistic(coef, X.columns, outputs, fitIntercept), nIter: Int32Array.of(nIter) };
  }

  protected async predictCodes(X: Matrix, _run: Run): Promise<Int32Array> {
    const scores = this.scores(X, 'predict');
    if (scores.columns > 1) return argmaxRows(scores);
    return Int32Array.from(scores.data, (score) => (score > 0 ? 1 : 0));
  }

  /** Decision values: n for two classes (positive: the second), else n x k. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'decisionFunction');
    await new Run(this.type, options).breathe();
    const scores = this.scores(matrix, 'decisionFunction');
    return scores.columns === 1 ? scores.data : scores;
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.probabilities(X, 'predictProba', options, false);
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return this.probabilities(X, 'predictLogProba', options, true);
  }

  /** Coefficients: 1 x d for two classes, else k x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Intercepts: one for two classes, else k. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /** Iterations of the solver. */
  get nIter(): Int32Array {
    return this.learned('nIter').nIter;
  }

  private scores(X: Matrix, member: string): Matrix {
    const { coef, intercept } = this.learned(member);
    return linearScores(X, coef, intercept);
  }

  private async probabilities(
    X: MatrixLike,
    member: string,
    options: RunOptions,
    logarithm: boolean,
  ): Promise<Matrix> {
    const matrix = this.checkX(X, member);
    await new Run(this.type, options).breathe();
    const scores = this.scores(matrix, member);
    return scores.columns === 1 ? sigmoidRows(scores.data, logarithm) : softmaxRows(scores, logarithm);
  }

  private startingPoint(d: number, outputs: number): Float64Array {
    const { fitIntercept, warmStart } = this.params;
    const width = d + (fitIntercept ? 1 : 0);
    const start = new Float64Array(outputs * width);
    const before = warmStart ? this.fitted?.model : undefined;
    if (before?.coef.columns !== d || before.coef.rows !== outputs) return start;
    for (let c = 0; c < outputs; c++) {
      start.set(before.coef.row(c), c * width);
      if (fitIntercept) start[c * width + d] = before.intercept[c];
    }
    return start;
  }
}

/** @throws InvalidInputError unless two classes have rows with a positive weight. */
function checkTwoClasses({ codes, classes, sampleWeight }: ClassifierData, estimator: string): void {
  const present = new Set<number>();
  for (let i = 0; i < codes.length && present.size < 2; i++) {
    if (!sampleWeight || sampleWeight[i] > 0) present.add(codes[i]);
  }
  if (present.size >= 2) return;
  throw new InvalidInputError(
    `${estimator}: y must hold at least two classes with positive weight. Got only class ${JSON.stringify(classes[[...present][0] ?? 0])}. Add rows of another class, or use DummyClassifier.`,
    { estimator, parameter: 'y', remedy: 'add rows of another class' },
  );
}
