import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { choleskySolve } from '../../kernels/linalg/cholesky.js';
import { LogisticObjective } from '../../kernels/logistic.js';
import { type LogisticProblem, type LogisticSolution, outputsOf, totalWeight } from './logistic_problem.js';

/**
 * Minimises the mean loss plus the l2 penalty by Newton steps with a Cholesky factorisation of the whole
 * Hessian and a backtracking line search. Best for n much larger than (d k): O(n (d k)^2) per iteration.
 */
export async function solveNewton(problem: LogisticProblem, run: Run): Promise<LogisticSolution> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, l2, tol, maxIter } = problem;
  const outputs = outputsOf(nClasses);
  const width = X.columns + (fitIntercept ? 1 : 0);
  const size = outputs * width;
  const total = totalWeight(problem);
  const objective = new LogisticObjective(X, codes, nClasses, sampleWeight, { fitIntercept });
  const evaluate = (coef: Float64Array, gradient: Float64Array): number => {
    let value = objective.lossGradient(coef, gradient) / total;
    for (let i = 0; i < size; i++) {
      gradient[i] /= total;
      if (i % width === X.columns) continue;
      value += 0.5 * l2 * coef[i] * coef[i];
      gradient[i] += l2 * coef[i];
    }
    return value;
  };
  let coef = problem.start.slice();
  let gradient = new Float64Array(size);
  let value = evaluate(coef, gradient);
  try {
    for (let iteration = 0; iteration < maxIter; iteration++) {
      if (gradient.every((g) => Math.abs(g) <= tol)) return { coef, nIter: iteration, converged: true };
      const hessian = await meanHessian(problem, coef, outputs, width, total, run);
      const step = newtonStep(hessian, gradient, size, width, outputs, l2, X.columns);
      let slope = 0;
      for (let i = 0; i < size; i++) slope += step[i] * gradient[i];
      let accepted = false;
      for (let t = 1; t > 1e-10 && !accepted; t /= 2) {
        const tried = coef.map((w, i) => w + t * step[i]);
        const triedGradient = new Float64Array(size);
        const triedValue = evaluate(tried, triedGradient);
        // The last term lets rounding pass when the value is flat to working precision.
        if (triedValue <= value + 1e-4 * t * slope + 16 * Number.EPSILON * Math.abs(value)) {
          coef = tried;
          gradient = triedGradient;
          value = triedValue;
          accepted = true;
        }
        await run.breathe();
      }
      await run.step(iteration + 1, maxIter, 'iteration');
      if (!accepted) return { coef, nIter: iteration + 1, converged: false };
      // Newton decrement: half of it estimates how far the value is above its minimum.
      if (-0.5 * slope <= tol * 1e-6 && gradient.every((g) => Math.abs(g) <= tol)) {
        return { coef, nIter: iteration + 1, converged: true };
      }
    }
    return { coef, nIter: maxIter, converged: gradient.every((g) => Math.abs(g) <= tol) };
  } finally {
    objective.release();
  }
}

function newtonStep(
  hessian: Float64Array,
  gradient: Float64Array,
  size: number,
  width: number,
  outputs: number,
  l2: number,
  interceptAt: number,
): Float64Array {
  let scale = 0;
  for (let i = 0; i < size; i++) scale = Math.max(scale, hessian[i * size + i]);
  if (outputs > 1) {
    // Adding the same vector to all classes changes no probability, so without a penalty the Hessian is singular
    // along it, and so is the gradient 0: filling that direction fixes the gauge and changes no step.
    for (let j = 0; j < width; j++) {
      if (l2 > 0 && j !== interceptAt) continue;
      for (let a = 0; a < outputs; a++) {
        for (let b = 0; b < outputs; b++) hessian[(a * width + j) * size + b * width + j] += scale / outputs;
      }
    }
  }
  const right = gradient.map((g) => -g);
  for (let damping = 0; damping < 1e12; damping = damping === 0 ? 1e-12 : damping * 100) {
    const damped = hessian.slice();
    for (let i = 0; i < size; i++) damped[i * size + i] += damping * scale;
    const step = choleskySolve(damped, right);
    if (step?.every(Number.isFinite)) return step;
  }
  return right;
}

/** Lower triangle of the Hessian of the mean loss plus penalty: size x size. */
async function meanHessian(
  { X, nClasses, sampleWeight, fitIntercept, l2 }: LogisticProblem,
  coef: Float64Array,
  outputs: number,
  width: number,
  total: number,
  run: Run,
): Promise<Float64Array> {
  const size = outputs * width;
  const hessian = new Float64Array(size * size);
  const probabilities = new Float64Array(outputs);
  const row = new Float64Array(width).fill(1);
  const block = Math.max(1, Math.floor(2e7 / (size * size)));
  for (let start = 0; start < X.rows; start += block) {
    const end = Math.min(X.rows, start + block);
    for (let i = start; i < end; i++) {
      for (let j = 0; j < X.columns; j++) row[j] = X.data[i * X.columns + j];
      probabilitiesOf(X, i, coef, width, fitIntercept, nClasses, probabilities);
      const weight = (sampleWeight ? sampleWeight[i] : 1) / total;
      for (let a = 0; a < outputs; a++) {
        for (let b = 0; b <= a; b++) {
          const curvature = weight * probabilities[a] * ((a === b ? 1 : 0) - probabilities[b]);
          for (let j = 0; j < width; j++) {
            const factor = curvature * row[j];
            const at = (a * width + j) * size + b * width;
            const last = a === b ? j : width - 1;
            for (let l = 0; l <= last; l++) hessian[at + l] += factor * row[l];
          }
        }
      }
    }
    await run.breathe();
  }
  for (let a = 0; a < outputs; a++) {
    for (let j = 0; j < X.columns; j++) hessian[(a * width + j) * (size + 1)] += l2;
  }
  for (let i = 0; i < size; i++)
    for (let j = i + 1; j < size; j++) hessian[i * size + j] = hessian[j * size + i];
  return hessian;
}

function probabilitiesOf(
  X: Matrix,
  i: number,
  coef: Float64Array,
  width: number,
  fitIntercept: boolean,
  nClasses: number,
  out: Float64Array,
): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < out.length; c++) {
    let score = fitIntercept ? coef[c * width + X.columns] : 0;
    for (let j = 0; j < X.columns; j++) score += coef[c * width + j] * X.data[i * X.columns + j];
    out[c] = score;
    top = Math.max(top, score);
  }
  if (nClasses === 2) {
    out[0] = 1 / (1 + Math.exp(-out[0]));
    return;
  }
  let sum = 0;
  for (let c = 0; c < out.length; c++) sum += out[c] = Math.exp(out[c] - top);
  for (let c = 0; c < out.length; c++) out[c] /= sum;
}
