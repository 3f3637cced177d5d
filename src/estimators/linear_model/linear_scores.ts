import { Matrix } from '../../core/matrix.js';

/** X (n x d) times coef (k x d) transposed, plus the intercepts: n x k. */
export function linearScores(X: Matrix, coef: Matrix, intercept: Float64Array): Matrix {
  const { rows, columns: d, data } = X;
  const k = coef.rows;
  const w = coef.data;
  const result = Matrix.zeros(rows, k);
  const out = result.data;
  for (let i = 0, at = 0, to = 0; i < rows; i++, at += d) {
    for (let c = 0, from = 0; c < k; c++, from += d, to++) {
      let sum = intercept[c];
      for (let j = 0; j < d; j++) sum += data[at + j] * w[from + j];
      out[to] = sum;
    }
  }
  return result;
}
