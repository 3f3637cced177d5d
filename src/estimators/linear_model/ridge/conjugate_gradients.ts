import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { Iterated, IterationLimits } from './iterative.js';

/**
 * One target by conjugate gradients on the damped normal equations, X never squared. O(n d) per iteration.
 * Reference: Björck, Numerical Methods for Least Squares Problems (1996), 7.4.
 */
export async function ridgeByConjugateGradients(
  X: Matrix,
  y: Float64Array,
  alpha: number,
  { tol, maxIter }: IterationLimits,
  run: Run,
): Promise<Iterated> {
  const { rows: n, columns: d, data } = X;
  const x = new Float64Array(d);
  const residual = y.slice();
  const slope = new Float64Array(d);
  const image = new Float64Array(n);
  const backward = (): number => {
    for (let j = 0; j < d; j++) slope[j] = -alpha * x[j];
    for (let i = 0, at = 0; i < n; i++, at += d) {
      for (let j = 0; j < d; j++) slope[j] += residual[i] * data[at + j];
    }
    let sum = 0;
    for (let j = 0; j < d; j++) sum += slope[j] * slope[j];
    return sum;
  };
  let gamma = backward();
  const goal = tol * tol * gamma;
  const direction = slope.slice();
  for (let k = 0; k < maxIter; k++) {
    if (gamma <= goal || gamma === 0) return { x, iterations: k, converged: true };
    await run.step(k, maxIter, 'iteration');
    let curvature = 0;
    for (let i = 0, at = 0; i < n; i++, at += d) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += data[at + j] * direction[j];
      image[i] = sum;
      curvature += sum * sum;
    }
    for (let j = 0; j < d; j++) curvature += alpha * direction[j] * direction[j];
    const step = gamma / curvature;
    for (let j = 0; j < d; j++) x[j] += step * direction[j];
    for (let i = 0; i < n; i++) residual[i] -= step * image[i];
    const next = backward();
    for (let j = 0; j < d; j++) direction[j] = slope[j] + (next / gamma) * direction[j];
    gamma = next;
  }
  return { x, iterations: maxIter, converged: gamma <= goal };
}
