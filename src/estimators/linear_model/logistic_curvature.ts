import type { Run } from '../../core/run.js';
import { choleskySolve } from '../../kernels/linalg/cholesky.js';
import type { LogisticObjective } from '../../kernels/logistic.js';
import type { SmoothFunction } from '../../kernels/optimize/lbfgs.js';

/** The mean loss plus the l2 penalty of all coefficients but the intercepts. */
export function penalised(
  objective: LogisticObjective,
  columns: number,
  l2: number,
  total: number,
): SmoothFunction {
  const { width } = objective;
  return (coef, gradient) => {
    let value = objective.lossGradient(coef, gradient) / total;
    for (let i = 0; i < coef.length; i++) {
      gradient[i] /= total;
      if (i % width === columns) continue;
      value += 0.5 * l2 * coef[i] * coef[i];
      gradient[i] += l2 * coef[i];
    }
    return value;
  };
}

/**
 * The Hessian of the mean loss plus penalty (size x size, size = outputs x width). Adding the same vector to all
 * classes changes no probability, so without a penalty it is singular along such vectors; those directions, in
 * which the gradient is 0, are filled, which fixes the gauge and changes no step.
 */
export async function meanHessian(
  objective: LogisticObjective,
  coef: Float64Array,
  columns: number,
  l2: number,
  total: number,
  run: Run,
): Promise<Float64Array> {
  const { width, nOutputs: outputs } = objective;
  const size = outputs * width;
  const hessian = new Float64Array(size * size);
  for (let from = 0; from < objective.rows; from += objective.hessianChunkRows) {
    const to = Math.min(objective.rows, from + objective.hessianChunkRows);
    objective.accumulateHessian(coef, hessian, from, to);
    if (run.due) await run.breathe();
  }
  for (let i = 0; i < hessian.length; i++) hessian[i] /= total;
  let scale = 0;
  for (let i = 0; i < size; i++) {
    if (i % width !== columns) hessian[i * (size + 1)] += l2;
    scale = Math.max(scale, hessian[i * (size + 1)]);
  }
  if (outputs === 1) return hessian;
  for (let j = 0; j < width; j++) {
    if (l2 > 0 && j !== columns) continue;
    for (let a = 0; a < outputs; a++) {
      for (let b = 0; b < outputs; b++) hessian[(a * width + j) * size + b * width + j] += scale / outputs;
    }
  }
  return hessian;
}

/** The step -H^-1 g, with as little damping of H as makes it positive definite. */
export function newtonStep(hessian: Float64Array, gradient: Float64Array): Float64Array {
  const size = gradient.length;
  const right = gradient.map((g) => -g);
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, hessian[i * (size + 1)]);
  for (let damping = 0; damping < 1e12; damping = damping === 0 ? 1e-12 : damping * 100) {
    const damped = hessian.slice();
    for (let i = 0; i < size; i++) damped[i * (size + 1)] += damping * scale;
    const step = choleskySolve(damped, right);
    if (step?.every(Number.isFinite)) return step;
  }
  return right;
}
