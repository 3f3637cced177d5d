import type { Matrix } from '../../core/matrix.js';

/** What the reference minimises. */
interface ElasticNetProblem {
  /** n x d. */
  readonly X: Matrix;
  readonly y: Float64Array;
  readonly l1: number;
  readonly l2: number;
  readonly positive: boolean;
}

/** 0.5 |y - Xw|^2 + l1 |w|_1 + 0.5 l2 |w|^2. */
export function elasticNetObjective({ X, y, l1, l2 }: ElasticNetProblem, w: Float64Array): number {
  let value = 0;
  for (let i = 0; i < X.rows; i++) {
    let residual = y[i];
    for (let j = 0; j < w.length; j++) residual -= X.get(i, j) * w[j];
    value += 0.5 * residual * residual;
  }
  for (let j = 0; j < w.length; j++) value += l1 * Math.abs(w[j]) + 0.5 * l2 * w[j] * w[j];
  return value;
}

/** Sweeps over all columns, each coefficient put to its minimum, a fixed number of times. */
export function referenceCoordinateDescent(problem: ElasticNetProblem, sweeps: number): Float64Array {
  const { X, y, l1, l2, positive } = problem;
  const { rows: n, columns: d } = X;
  const w = new Float64Array(d);
  const residual = y.slice();
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let j = 0; j < d; j++) {
      let square = 0;
      let pull = 0;
      for (let i = 0; i < n; i++) {
        square += X.get(i, j) ** 2;
        pull += X.get(i, j) * residual[i];
      }
      if (square === 0) continue;
      pull += w[j] * square;
      const size = Math.max(Math.abs(pull) - l1, 0) / (square + l2);
      const value = pull >= 0 ? size : positive ? 0 : -size;
      for (let i = 0; i < n; i++) residual[i] -= (value - w[j]) * X.get(i, j);
      w[j] = value;
    }
  }
  return w;
}
