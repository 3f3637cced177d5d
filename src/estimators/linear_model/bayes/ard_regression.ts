import { Matrix } from '../../../core/matrix.js';
import { declare, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { crossProduct, matmul } from '../../../kernels/gemm.js';
import { logDeterminant, pseudoInverse } from '../../../kernels/linalg/index.js';
import type { RegressorData } from '../../base/index.js';
import { centreData } from '../centre.js';
import { linearModel, oneRow } from '../linear_regressor_base.js';
import { BayesBase, type BayesModel, bayesParams } from './bayes_base.js';

const declaration = declare('ARDRegression', {
  ...bayesParams,
  thresholdLambda: real(1e4, { min: 0, doc: 'Weights of a higher precision are set to 0.' }),
});

interface ArdModel extends BayesModel {
  readonly lambda: Float64Array;
}

/**
 * Bayesian regression with a precision for each weight: columns that do not help get a weight of 0 (automatic
 * relevance determination). O(d^3 + n d) per iteration, or O(n^2 d) with more columns than rows.
 * Reference: MacKay, Bayesian Non-Linear Modelling (1994); Tipping, JMLR 1 (2001) 211; scikit-learn ARDRegression.
 *
 * @example
 * ```ts
 * const model = await new ARDRegression().fit([[0, 0], [1, 1], [2, 2]], [0, 1, 2]);
 * await model.predict([[1, 1]]); // 1
 * ```
 */
export class ARDRegression extends BayesBase<typeof declaration, ArdModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X: given, y: target }: RegressorData, run: Run): Promise<ArdModel> {
    const { maxIter, tol, alpha1, alpha2, lambda1, lambda2, thresholdLambda, fitIntercept } = this.params;
    const centred = centreData(given, target, undefined, fitIntercept);
    const { X, y } = centred;
    const { rows: n, columns: d } = X;
    await run.step(0, maxIter, 'iteration');
    const gram = n >= d ? crossProduct(X) : undefined;
    const moments = matmul(X, y, { transposeA: true }).data;
    const mean = y.data.reduce((sum, value) => sum + value / n, 0);
    let alpha = 1 / (y.data.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0) + Number.EPSILON);
    const lambda = new Float64Array(d).fill(1);
    const coef = new Float64Array(d);
    const scores: number[] = [];
    let kept = Int32Array.from({ length: d }, (_, j) => j);
    const covariance = (): Matrix =>
      gram ? byColumns(gram, alpha, lambda, kept) : byRows(X, alpha, lambda, kept);
    const update = (sigma: Matrix): void => {
      const some = matmul(
        sigma,
        Matrix.of(
          Float64Array.from(kept, (j) => moments[j]),
          1,
        ),
      ).data;
      kept.forEach((j, k) => {
        coef[j] = alpha * some[k];
      });
    };
    let before: Float64Array | undefined;
    let iterations = 0;
    while (iterations < maxIter) {
      const sigma = covariance();
      update(sigma);
      const image = matmul(X, Matrix.of(coef, 1)).data;
      const sse = y.data.reduce((sum, value, i) => sum + (value - image[i]) ** 2, 0);
      let gamma = 0;
      kept.forEach((j, k) => {
        const share = 1 - lambda[j] * sigma.get(k, k);
        gamma += share;
        lambda[j] = (share + 2 * lambda1) / (coef[j] * coef[j] + 2 * lambda2);
      });
      alpha = (n - gamma + 2 * alpha1) / (sse + 2 * alpha2);
      for (let j = 0; j < d; j++) if (!(lambda[j] < thresholdLambda)) coef[j] = 0;
      kept = kept.filter((j) => lambda[j] < thresholdLambda);
      if (this.params.computeScore) {
        let score =
          alpha1 * Math.log(alpha) -
          alpha2 * alpha +
          0.5 * (logDeterminant(sigma) + n * Math.log(alpha) - alpha * sse);
        for (let j = 0; j < d; j++) {
          const size = Math.log(lambda[j]);
          score += lambda1 * size - lambda2 * lambda[j] + 0.5 * (size - lambda[j] * coef[j] * coef[j]);
        }
        scores.push(score);
      }
      iterations++;
      await run.step(iterations, maxIter, 'iteration');
      const last = before;
      if (last && coef.reduce((sum, w, j) => sum + Math.abs(w - last[j]), 0) < tol) break;
      before = coef.slice();
      if (kept.length === 0) break;
    }
    const sigma = kept.length > 0 ? covariance() : Matrix.of(new Float64Array(0), 0);
    if (kept.length > 0) update(sigma);
    const model = linearModel(oneRow(coef), centred, this.type);
    const rest = { alpha, lambda, sigma, kept, xMean: centred.xMean, nIter: iterations };
    return { ...model, ...rest, scores: Float64Array.from(scores) };
  }

  /** Precision of each weight. */
  get lambda(): Float64Array {
    return this.learned('lambda').lambda;
  }
}

/** (alpha X'X + diag(lambda))^-1 of the kept columns. */
function byColumns(gram: Matrix, alpha: number, lambda: Float64Array, kept: Int32Array): Matrix {
  const precision = Matrix.zeros(kept.length, kept.length);
  kept.forEach((i, a) => {
    kept.forEach((j, b) => {
      precision.set(a, b, alpha * gram.get(i, j) + (a === b ? lambda[i] : 0));
    });
  });
  return pseudoInverse(precision);
}

/** The same by Woodbury's formula: an inverse of n x n. */
function byRows(X: Matrix, alpha: number, lambda: Float64Array, kept: Int32Array): Matrix {
  const some = X.takeColumns(kept);
  const k = kept.length;
  const scaled = Matrix.of(
    some.data.map((x, at) => x / lambda[kept[at % k]]),
    k,
  );
  const inner = matmul(scaled, some, { transposeB: true });
  for (let i = 0; i < X.rows; i++) inner.data[i * (X.rows + 1)] += 1 / alpha;
  const result = matmul(scaled, matmul(pseudoInverse(inner), scaled), { transposeA: true });
  for (let at = 0; at < result.data.length; at++) result.data[at] = -result.data[at];
  kept.forEach((j, a) => {
    result.data[a * (k + 1)] += 1 / lambda[j];
  });
  return result;
}
