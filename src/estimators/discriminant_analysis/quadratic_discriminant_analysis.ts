import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, oneOf, type ParamsOf, real } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { centred, svd, symmetricEigen } from '../../kernels/linalg/index.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { softmaxRows } from '../base/probabilities.js';
import { classMeans, covarianceOf, rowsByClass } from './class_covariance.js';
import {
  checkClasses,
  checkSolver,
  covarianceEstimator,
  priors,
  resolvePriors,
  shrinkage,
} from './options.js';

const declaration = declare('QuadraticDiscriminantAnalysis', {
  solver: oneOf(['svd', 'eigen'], 'svd', {
    doc: "'svd' forms no covariance; 'eigen' does, and takes shrinkage or another estimator of covariances.",
  }),
  shrinkage,
  priors,
  regParam: real(0, {
    min: 0,
    max: 1,
    doc: "Share of the identity in each class's variances, for solver 'svd'.",
  }),
  storeCovariance: bool(false, { doc: 'Keep the covariance of each class.' }),
  tol: real(1e-4, { min: 0, doc: 'Singular values of a class up to this give a warning.' }),
  covarianceEstimator,
});

interface QdaModel {
  readonly means: Matrix;
  readonly priors: Float64Array;
  /** Of each class d x r: the directions of its variances. */
  readonly rotations: readonly Matrix[];
  readonly scalings: readonly Float64Array[];
  readonly covariance: readonly Matrix[] | null;
}

/**
 * Quadratic discriminant analysis: each class is normal with a covariance of its own, so that borders are quadratic.
 * Use it when classes differ in spread and have many more rows than columns. Fit is O(n d min(n, d)).
 * Reference: Hastie, Tibshirani, Friedman, section 4.3; scikit-learn QuadraticDiscriminantAnalysis.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const qda = await new QuadraticDiscriminantAnalysis().fit(data, target);
 * await qda.score(data, target); // 0.98
 * ```
 */
export class QuadraticDiscriminantAnalysis extends ClassifierBase<typeof declaration, QdaModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, codes, classes }: ClassifierData, run: Run): Promise<QdaModel> {
    checkSolver(this.type, this.params);
    const rows = rowsByClass(codes, classes.length);
    const counts = rows.map((members) => members.length);
    checkClasses(this.type, counts, 2);
    const shares = resolvePriors(this.params.priors, counts, this.type);
    const means = classMeans(X, rows);
    const rotations: Matrix[] = [];
    const scalings: Float64Array[] = [];
    for (let c = 0; c < rows.length; c++) {
      const { rotation, scaling } = await this.classAxes(X.takeRows(rows[c]), means.row(c), run);
      if (rotation.columns < X.columns || !scaling.every((value) => value > 0)) {
        throw new InvalidInputError(
          `${this.type}: the covariance of class ${JSON.stringify(classes[c])} is singular: it has too few rows, or its columns are constant or follow from others. Raise regParam, or use solver 'eigen' with shrinkage.`,
          { estimator: this.type, parameter: 'regParam', remedy: 'raise regParam or use shrinkage' },
        );
      }
      rotations.push(rotation);
      scalings.push(scaling);
      await run.step(c + 1, rows.length, 'classes');
    }
    const covariance = this.params.storeCovariance
      ? rotations.map((R, c) => matmul(scaledColumns(R, scalings[c]), R, { transposeB: true }))
      : null;
    return { means, priors: shares, rotations, scalings, covariance };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    return argmaxRows(await this.scores(X, run));
  }

  /** Log density plus log prior of each class: n x k; of two classes their difference, positive for the second. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const scores = await this.scores(this.checkX(X, 'decisionFunction'), new Run(this.type, options));
    if (scores.columns > 2) return scores;
    return Float64Array.from({ length: scores.rows }, (_, i) => scores.get(i, 1) - scores.get(i, 0));
  }

  /** Probability of each class: n x k, rows sum to 1. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return softmaxRows(await this.scores(this.checkX(X, 'predictProba'), new Run(this.type, options)));
  }

  /** Logarithm of the probability of each class: n x k. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const scores = await this.scores(this.checkX(X, 'predictLogProba'), new Run(this.type, options));
    return softmaxRows(scores, true);
  }

  /** Mean of each class: k x d. */
  get means(): Matrix {
    return this.learned('means').means;
  }

  /** Prior probability of each class. */
  get priors(): Float64Array {
    return this.learned('priors').priors;
  }

  /** Of each class the directions of its variances: d x d. */
  get rotations(): readonly Matrix[] {
    return this.learned('rotations').rotations;
  }

  /** Of each class the variances along its directions. */
  get scalings(): readonly Float64Array[] {
    return this.learned('scalings').scalings;
  }

  /** Covariance of each class, when `storeCovariance` is true; else null. */
  get covariance(): readonly Matrix[] | null {
    return this.learned('covariance').covariance;
  }

  private async classAxes(
    X: Matrix,
    mean: Float64Array,
    run: Run,
  ): Promise<{ rotation: Matrix; scaling: Float64Array }> {
    const { params } = this;
    if (params.solver === 'eigen') {
      const { values, vectors } = symmetricEigen(
        await covarianceOf(X, params.shrinkage, params.covarianceEstimator, run),
      );
      const cut = values.length * Number.EPSILON * values[values.length - 1];
      return { rotation: vectors, scaling: values.map((value) => (value > cut ? value : 0)) };
    }
    const { s, Vt } = svd(centred(X, mean));
    if (s.length < X.columns || s.some((value) => value <= params.tol)) {
      warn(new DataWarning('Columns of a class are constant or follow from others.', this.type));
    }
    const { regParam } = params;
    const cut = X.columns * Number.EPSILON * (s[0] ?? 0);
    const scaling = s.map(
      (value) => (1 - regParam) * (value > cut ? (value * value) / (X.rows - 1) : 0) + regParam,
    );
    return { rotation: Vt.transpose(), scaling };
  }

  private async scores(X: Matrix, run: Run): Promise<Matrix> {
    const { means, priors: shares, rotations, scalings } = this.learned('predict');
    const k = means.rows;
    const result = Matrix.zeros(X.rows, k);
    for (let c = 0; c < k; c++) {
      const whitening = scaledColumns(
        rotations[c],
        scalings[c].map((value) => 1 / Math.sqrt(value)),
      );
      const Z = matmul(centred(X, means.row(c)), whitening);
      const logs = scalings[c].reduce((sum, value) => sum + Math.log(value), 0);
      for (let i = 0; i < X.rows; i++) {
        let square = 0;
        for (let j = i * Z.columns; j < (i + 1) * Z.columns; j++) square += Z.data[j] * Z.data[j];
        result.data[i * k + c] = -0.5 * (square + logs) + Math.log(shares[c]);
      }
      await run.step(c + 1, k, 'classes');
    }
    return result;
  }
}

function scaledColumns(A: Matrix, factors: Float64Array): Matrix {
  return Matrix.of(
    A.data.map((x, i) => x * factors[i % A.columns]),
    A.columns,
  );
}
