import { Matrix } from '../../core/matrix.js';

/** Softmax of each row, or its logarithm; stable for any finite scores. */
export function softmaxRows(scores: Matrix, logarithm = false): Matrix {
  const { rows, columns, data } = scores;
  const result = Matrix.zeros(rows, columns);
  const out = result.data;
  for (let i = 0, at = 0; i < rows; i++, at += columns) {
    let top = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < columns; j++) top = Math.max(top, data[at + j]);
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += out[at + j] = Math.exp(data[at + j] - top);
    const logSum = Math.log(sum);
    for (let j = 0; j < columns; j++)
      out[at + j] = logarithm ? data[at + j] - top - logSum : out[at + j] / sum;
  }
  return result;
}

/** Probabilities of two classes from the decision values of the second, or their logarithms. */
export function sigmoidRows(scores: Float64Array, logarithm = false): Matrix {
  const result = Matrix.zeros(scores.length, 2);
  const out = result.data;
  for (let i = 0; i < scores.length; i++) {
    const e = Math.exp(-Math.abs(scores[i]));
    // The larger of the two probabilities is 1 / (1 + e), the smaller e / (1 + e): no overflow, no cancellation.
    const larger = logarithm ? -Math.log1p(e) : 1 / (1 + e);
    const smaller = logarithm ? -Math.abs(scores[i]) - Math.log1p(e) : e / (1 + e);
    out[2 * i] = scores[i] > 0 ? smaller : larger;
    out[2 * i + 1] = scores[i] > 0 ? larger : smaller;
  }
  return result;
}

/** The logarithm of every cell. */
export function logRows(probabilities: Matrix): Matrix {
  return Matrix.of(probabilities.data.map(Math.log), probabilities.columns);
}
