import { Matrix } from '../core/matrix.js';
import { softmaxRows } from '../estimators/base/probabilities.js';

/** Least and largest logarithm of the inverse temperature. */
const BOUND = 10;

/**
 * Scores as logits, n x k: the logarithms of probabilities (rows in [0, 1] that sum to 1), decision values of
 * several classes as they are, and those of two classes as (-x, x).
 */
export function toLogits(scores: Matrix): Matrix {
  const { rows, columns, data } = scores;
  if (columns === 1) {
    const result = new Float64Array(2 * rows);
    for (let i = 0; i < rows; i++) {
      result[2 * i] = -data[i];
      result[2 * i + 1] = data[i];
    }
    return Matrix.of(result, 2);
  }
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++, at++) {
      if (data[at] < 0 || data[at] > 1) return scores;
      sum += data[at];
    }
    if (Math.abs(sum - 1) > 1.001e-5) return scores;
  }
  return Matrix.of(
    data.map((p) => Math.log(p + 1e-12)),
    columns,
  );
}

/**
 * The inverse temperature that minimises the log loss of softmax(beta logits). The derivative grows with beta, so
 * its root is found by Newton steps held between bounds. O(n k) per step.
 * Reference: Guo et al., On calibration of modern neural networks, ICML 2017.
 */
export function fitTemperature(
  logits: Matrix,
  codes: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
): number {
  let low = Math.exp(-BOUND);
  let high = Math.exp(BOUND);
  let beta = 1;
  for (let step = 0; step < 200; step++) {
    const [slope, curvature] = derivatives(logits, codes, weight, beta);
    if (slope === 0) return beta;
    if (slope > 0) high = beta;
    else low = beta;
    const newton = beta - slope / curvature;
    const next = newton > low && newton < high ? newton : Math.sqrt(low * high);
    if (Math.abs(next - beta) <= 4 * Number.EPSILON * beta || high / low < 1 + 4 * Number.EPSILON)
      return next;
    beta = next;
  }
  return beta;
}

/** First and second derivative of the log loss with respect to beta. */
function derivatives(
  logits: Matrix,
  codes: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
  beta: number,
): [number, number] {
  const { rows, columns, data } = logits;
  let first = 0;
  let second = 0;
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    let top = data[at];
    for (let j = 1; j < columns; j++) top = Math.max(top, data[at + j]);
    let total = 0;
    let mean = 0;
    let square = 0;
    for (let j = 0; j < columns; j++) {
      const gap = data[at + j] - top;
      const p = Math.exp(beta * gap);
      total += p;
      mean += p * gap;
      square += p * gap * gap;
    }
    mean /= total;
    const w = weight ? weight[i] : 1;
    first += w * (mean - (data[at + codes[i]] - top));
    second += w * (square / total - mean * mean);
  }
  return [first, second];
}

/** softmax(beta logits). */
export function temperedProba(logits: Matrix, beta: number): Matrix {
  return softmaxRows(
    Matrix.of(
      logits.data.map((value) => beta * value),
      logits.columns,
    ),
  );
}
