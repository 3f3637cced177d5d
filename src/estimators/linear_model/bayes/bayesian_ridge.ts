import { Matrix } from '../../../core/matrix.js';
import { declare, nullable, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { matmul } from '../../../kernels/gemm.js';
import type { RegressorData } from '../../base/index.js';
import { linearModel, oneRow } from '../linear_regressor_base.js';
import { BayesBase, type BayesModel, bayesParams } from './bayes_base.js';
import { type Spectrum, spectrumOf } from './spectrum.js';

const declaration = declare('BayesianRidge', {
  ...bayesParams,
  alphaInit: nullable(real(1, { min: 0, doc: 'First precision of the noise; null for 1 / variance of y.' })),
  lambdaInit: nullable(real(1, { min: 0, doc: 'First precision of the weights; null for 1.' })),
});

interface BayesianRidgeModel extends BayesModel {
  readonly lambda: number;
}

/**
 * Ridge regression that finds the strength of its penalty and the noise in the data by itself (evidence
 * approximation), and how sure its predictions are (`predictWithStd`). O(n d min(n, d)).
 * Reference: MacKay, Neural Computation 4 (1992) 415; Tipping, JMLR 1 (2001) 211; scikit-learn BayesianRidge.
 *
 * @example
 * ```ts
 * const model = await new BayesianRidge().fit([[0, 0], [1, 1], [2, 2]], [0, 1, 2]);
 * await model.predict([[1, 1]]); // 1
 * ```
 */
export class BayesianRidge extends BayesBase<typeof declaration, BayesianRidgeModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<BayesianRidgeModel> {
    const { maxIter, tol, alpha1, alpha2, lambda1, lambda2, alphaInit, lambdaInit, fitIntercept } =
      this.params;
    const d = X.columns;
    const total = sampleWeight ? sampleWeight.reduce((sum, w) => sum + w, 0) : X.rows;
    await run.step(0, maxIter, 'iteration');
    const factors = await spectrumOf({ X, y, sampleWeight }, fitIntercept, run);
    const squares = factors.s.map((s) => s * s);
    let alpha = alphaInit ?? 1 / (varianceOf(y.data, sampleWeight, total) + Number.EPSILON);
    let lambda = lambdaInit ?? 1;
    const scores: number[] = [];
    // What an iteration is about lives in the basis of the singular vectors: k numbers instead of d.
    const solve = (): { z: Float64Array; sse: number; length: number } => {
      const ridge = lambda / alpha;
      const z = factors.along.map((part, k) =>
        part === 0 ? 0 : (part * factors.s[k]) / (squares[k] + ridge),
      );
      let sse = factors.across;
      let length = 0;
      for (let k = 0; k < z.length; k++) {
        const left = factors.along[k] - factors.s[k] * z[k];
        sse += left * left;
        length += z[k] * z[k];
      }
      return { z, sse, length };
    };
    const note = ({ sse, length }: { sse: number; length: number }): void => {
      if (!this.params.computeScore) return;
      let determinant = -(d - squares.length) * Math.log(lambda);
      for (const square of squares) determinant -= Math.log(lambda + alpha * square);
      const priors =
        lambda1 * Math.log(lambda) - lambda2 * lambda + alpha1 * Math.log(alpha) - alpha2 * alpha;
      const fit = d * Math.log(lambda) + total * Math.log(alpha) - alpha * sse - lambda * length;
      scores.push(priors + 0.5 * (fit + determinant - total * Math.log(2 * Math.PI)));
    };
    let before: Float64Array | undefined;
    let iterations = 0;
    while (iterations < maxIter) {
      const solution = solve();
      note(solution);
      let gamma = 0;
      for (const square of squares) if (square > 0) gamma += square / (lambda / alpha + square);
      lambda = (gamma + 2 * lambda1) / (solution.length + 2 * lambda2);
      alpha = (total - gamma + 2 * alpha1) / (solution.sse + 2 * alpha2);
      const coef = rotated(factors, solution.z);
      iterations++;
      await run.step(iterations, maxIter, 'iteration');
      const last = before;
      if (last && coef.reduce((sum, w, j) => sum + Math.abs(w - last[j]), 0) < tol) break;
      before = coef;
    }
    const solution = solve();
    note(solution);
    return {
      ...linearModel(oneRow(rotated(factors, solution.z)), factors, this.type),
      alpha,
      lambda,
      sigma: covariance(factors.Vt, squares, alpha, lambda),
      kept: Int32Array.from({ length: d }, (_, j) => j),
      xMean: factors.xMean,
      scores: Float64Array.from(scores),
      nIter: iterations,
    };
  }

  /** Precision of the weights: the penalty, in units of the precision of the noise. */
  get lambda(): number {
    return this.learned('lambda').lambda;
  }
}

/** V z. */
function rotated({ Vt }: Spectrum, z: Float64Array): Float64Array {
  return matmul(Matrix.of(z, z.length), Vt).data;
}

/** V diag(1 / (alpha s^2 + lambda)) V', and 1 / lambda across V. */
function covariance(Vt: Matrix, squares: Float64Array, alpha: number, lambda: number): Matrix {
  const d = Vt.columns;
  const scaled = Vt.clone();
  for (let k = 0; k < squares.length; k++) {
    const gain = 1 / (alpha * squares[k] + lambda) - (squares.length < d ? 1 / lambda : 0);
    for (let j = 0; j < d; j++) scaled.data[k * d + j] *= gain;
  }
  const result = matmul(Vt, scaled, { transposeA: true });
  if (squares.length < d) for (let j = 0; j < d; j++) result.data[j * (d + 1)] += 1 / lambda;
  return result;
}

function varianceOf(y: Float64Array, weights: Float64Array | undefined, total: number): number {
  const weightOf = (i: number): number => (weights ? weights[i] : 1);
  const mean = y.reduce((sum, value, i) => sum + (weightOf(i) * value) / total, 0);
  return y.reduce((sum, value, i) => sum + (weightOf(i) * (value - mean) ** 2) / total, 0);
}
