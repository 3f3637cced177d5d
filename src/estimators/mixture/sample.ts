import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import { svd } from '../../kernels/linalg/index.js';
import { covarianceOf, type Shape } from './covariances.js';

/**
 * Rows of a mixture, component after component, with their components: draws in NumPy's order.
 * O(nSamples d^2 + k d^3).
 */
export function drawRows(
  nSamples: number,
  weights: Float64Array,
  means: Matrix,
  covariances: Float64Array,
  shape: Shape,
  random: RandomState,
): { X: Matrix; y: Int32Array } {
  const { k, d } = shape;
  const counts = random.multinomial(nSamples, weights);
  const X = Matrix.zeros(nSamples, d, means.columnNames);
  const y = new Int32Array(nSamples);
  let row = 0;
  for (let c = 0; c < k; c++) {
    const draws = random.standardNormal(counts[c] * d);
    const covariance = covarianceOf(covariances, shape, c);
    const spread = covariance instanceof Matrix ? rootOf(covariance) : covariance.map(Math.sqrt);
    for (let i = 0; i < counts[c]; i++, row++) {
      y[row] = c;
      const to = X.row(row);
      to.set(means.row(c));
      for (let a = 0; a < d; a++) {
        const draw = draws[i * d + a];
        if (!(spread instanceof Matrix)) {
          to[a] += draw * spread[a];
          continue;
        }
        const from = spread.data;
        for (let b = 0, at = a * d; b < d; b++, at++) to[b] += draw * from[at];
      }
    }
  }
  return { X, y };
}

/** R with R^T R = the covariance: principal axes times their standard deviations, as NumPy takes it. */
function rootOf(covariance: Matrix): Matrix {
  const { s, Vt } = svd(covariance);
  for (let i = 0; i < Vt.rows; i++) {
    const deviation = Math.sqrt(s[i]);
    for (const [j, value] of Vt.row(i).entries()) Vt.set(i, j, value * deviation);
  }
  return Vt;
}
