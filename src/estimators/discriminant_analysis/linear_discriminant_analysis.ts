import { InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { MethodName } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { matmul } from '../../kernels/gemm.js';
import { leadingColumns } from '../../kernels/linalg/index.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { softmaxRows } from '../base/probabilities.js';
import { prefixedNames } from '../decomposition/names.js';
import { project } from '../decomposition/projection.js';
import { rowsByClass } from './class_covariance.js';
import {
  type LdaProblem,
  type LdaSolution,
  solveByEigen,
  solveByLeastSquares,
  solveBySvd,
} from './lda_solvers.js';
import {
  checkClasses,
  checkSolver,
  covarianceEstimator,
  priors,
  resolvePriors,
  shrinkage,
} from './options.js';

const declaration = declare('LinearDiscriminantAnalysis', {
  solver: oneOf(['svd', 'lsqr', 'eigen'], 'svd', {
    doc: "'svd' forms no covariance and takes many columns; 'lsqr' only classifies; 'eigen' takes shrinkage too.",
  }),
  shrinkage,
  priors,
  nComponents: nullable(int(1, { min: 1, doc: 'Directions that transform returns; null for all.' })),
  storeCovariance: bool(false, { doc: "Compute the covariance within classes also with solver 'svd'." }),
  tol: real(1e-4, { min: 0, doc: "Smallest singular value that counts, for solver 'svd'." }),
  covarianceEstimator,
});

type LdaModel = Omit<LdaSolution, 'coef' | 'intercept'> & {
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly priors: Float64Array;
  /** Directions that transform returns. */
  readonly width: number;
};

/**
 * Linear discriminant analysis: classes are normal with one covariance, so that borders are linear. Use it as a fast
 * classifier, or to project on the directions that separate classes most. Fit is O(n d min(n, d)).
 * Reference: Hastie, Tibshirani, Friedman, section 4.3; scikit-learn LinearDiscriminantAnalysis.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const lda = await new LinearDiscriminantAnalysis({ nComponents: 2 }).fit(data, target);
 * (await lda.transform(data)).columns; // 2
 * await lda.score(data, target); // 0.98
 * ```
 */
export class LinearDiscriminantAnalysis extends ClassifierBase<typeof declaration, LdaModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, codes, classes }: ClassifierData, run: Run): Promise<LdaModel> {
    const { params } = this;
    const k = classes.length;
    checkSolver(this.type, params);
    const rows = rowsByClass(codes, k);
    checkClasses(
      this.type,
      rows.map((members) => members.length),
      1,
    );
    if (X.rows <= k)
      checkClasses(
        this.type,
        rows.map((members) => members.length),
        2,
      );
    const most = Math.min(k - 1, X.columns);
    const width = params.nComponents ?? most;
    if (width > most) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'nComponents' must be at most ${most}, the smaller of classes - 1 and columns. Got ${width}. Ask for fewer.`,
        { estimator: this.type, parameter: 'nComponents', received: String(width), remedy: 'ask for fewer' },
      );
    }
    const shares = resolvePriors(
      params.priors,
      rows.map((members) => members.length),
      this.type,
    );
    const problem: LdaProblem = { ...params, X, rows, priors: shares, most: width };
    await run.breathe();
    const solve = { svd: solveBySvd, lsqr: solveByLeastSquares, eigen: solveByEigen }[params.solver];
    const found = await solve(problem, run);
    if (k > 2) return { ...found, priors: shares, width };
    const d = X.columns;
    const coef = Matrix.of(
      Float64Array.from({ length: d }, (_, j) => found.coef.get(1, j) - found.coef.get(0, j)),
      d,
    );
    const intercept = Float64Array.of(found.intercept[1] - found.intercept[0]);
    return { ...found, coef, intercept, priors: shares, width };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    const scores = await this.scores(X, run);
    return scores.columns > 1
      ? argmaxRows(scores)
      : Int32Array.from(scores.data, (value) => (value > 0 ? 1 : 0));
  }

  /** Linear scores: n x k; of two classes n numbers, positive for the second. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const scores = await this.scores(this.checkX(X, 'decisionFunction'), new Run(this.type, options));
    return scores.columns > 1 ? scores : scores.data;
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return softmaxRows(await this.classScores(X, 'predictProba', options));
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return softmaxRows(await this.classScores(X, 'predictLogProba', options), true);
  }

  /** The rows on the directions that separate classes most: n x nComponents. Not for solver 'lsqr'. */
  async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'transform');
    const { scalings, xbar, width } = this.learned('transform');
    if (!scalings) {
      throw new InvalidParameterError(
        `${this.type}: solver 'lsqr' finds no directions to transform to. Use 'svd' or 'eigen'.`,
        { estimator: this.type, parameter: 'solver', remedy: "use 'svd' or 'eigen'" },
      );
    }
    const directions = leadingColumns(scalings, width).transpose();
    const result = await project(
      matrix,
      xbar ?? undefined,
      directions,
      undefined,
      new Run(this.type, options),
    );
    return matrix.columnNames ? result.withColumnNames(prefixedNames(this.type, result.columns)) : result;
  }

  /** `fit` and then `transform` of the same rows. */
  async fitTransform(X: MatrixLike, y: Labels, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Whether a method works with these parameters: `transform` needs directions. */
  supports(method: MethodName): boolean {
    return method === 'transform' ? this.params.solver !== 'lsqr' : method in this;
  }

  /** Names of the columns that `transform` returns. */
  getFeatureNamesOut(_inputFeatures?: readonly string[]): string[] {
    const { scalings, width } = this.learned('getFeatureNamesOut');
    return prefixedNames(this.type, Math.min(width, scalings?.columns ?? width));
  }

  /** Weights: k x d, of two classes 1 x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Intercepts: k, of two classes 1. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /** Mean of each class: k x d. */
  get means(): Matrix {
    return this.learned('means').means;
  }

  /** Prior probability of each class. */
  get priors(): Float64Array {
    return this.learned('priors').priors;
  }

  /** Mean of all classes by the priors; null unless the solver is 'svd'. */
  get xbar(): Float64Array | null {
    return this.learned('xbar').xbar;
  }

  /** Covariance within classes: d x d; null with solver 'svd' unless `storeCovariance`. */
  get covariance(): Matrix | null {
    return this.learned('covariance').covariance;
  }

  /** Directions that separate classes: d x r; null with solver 'lsqr'. */
  get scalings(): Matrix | null {
    return this.learned('scalings').scalings;
  }

  /** Share of the variance between classes along each direction; null with solver 'lsqr'. */
  get explainedVarianceRatio(): Float64Array | null {
    return this.learned('explainedVarianceRatio').explainedVarianceRatio;
  }

  private async scores(X: Matrix, run: Run): Promise<Matrix> {
    const { coef, intercept } = this.learned('predict');
    const scores = matmul(X, coef, { transposeB: true });
    const k = coef.rows;
    for (let i = 0; i < scores.data.length; i++) scores.data[i] += intercept[i % k];
    await run.breathe();
    return scores;
  }

  /** Scores with a column for each class. */
  private async classScores(X: MatrixLike, member: string, options: RunOptions): Promise<Matrix> {
    const scores = await this.scores(this.checkX(X, member), new Run(this.type, options));
    if (scores.columns > 1) return scores;
    const both = new Float64Array(2 * scores.rows);
    for (let i = 0; i < scores.rows; i++) both[2 * i + 1] = scores.data[i];
    return Matrix.of(both, 2);
  }
}
