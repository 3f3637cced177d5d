import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type LogisticProblem, type LogisticSolution, outputsOf, totalWeight } from './logistic_problem.js';

/**
 * Minimises the mean loss plus l1 and l2 penalties by SAGA: one row at a time, with a memory of each row's last
 * gradient (n x outputs numbers). Scale the columns first. O(d k) per row, n rows per iteration.
 * Reference: Defazio, Bach, Lacoste-Julien, NeurIPS 27 (2014).
 */
export async function solveSaga(problem: LogisticProblem, run: Run): Promise<LogisticSolution> {
  const { X, codes, nClasses, sampleWeight, fitIntercept, tol, maxIter } = problem;
  const { rows, columns: d, data } = X;
  const outputs = outputsOf(nClasses);
  const width = d + (fitIntercept ? 1 : 0);
  const random = RandomState.from(problem.randomState as number | null);
  // The step is chosen for losses averaged over rows; weights of mean 1 keep the penalties as they were.
  const scale = rows / totalWeight(problem);
  const step = stepSize(problem, scale);
  const shrink = 1 / (1 + step * problem.l2);
  const threshold = step * problem.l1;
  const coef = problem.start.slice();
  const average = new Float64Array(outputs * width);
  const memory = new Float64Array(rows * outputs);
  const residual = new Float64Array(outputs);
  const seen = new Uint8Array(rows);
  let nSeen = 0;
  const previous = new Float64Array(coef.length);
  for (let epoch = 1; epoch <= maxIter; epoch++) {
    previous.set(coef);
    for (let k = 0; k < rows; k++) {
      const i = Math.floor(random.random() * rows);
      const at = i * d;
      if (seen[i] === 0) {
        seen[i] = 1;
        nSeen++;
      }
      residuals(data, at, d, coef, width, fitIntercept, codes[i], residual);
      const weight = scale * (sampleWeight ? sampleWeight[i] : 1);
      for (let c = 0; c < outputs; c++) {
        const change = weight * residual[c] - memory[i * outputs + c];
        memory[i * outputs + c] += change;
        const from = c * width;
        for (let j = 0; j < d; j++) {
          const part = change * data[at + j];
          let w = coef[from + j] - step * (part + average[from + j] / nSeen);
          average[from + j] += part;
          // The proximal step of the elastic net: soft threshold, then shrink.
          w = w > threshold ? w - threshold : w < -threshold ? w + threshold : 0;
          coef[from + j] = w * shrink;
        }
        if (fitIntercept) {
          coef[from + d] -= step * (change + average[from + d] / nSeen);
          average[from + d] += change;
        }
      }
      if ((k & 1023) === 0 && run.due) await run.breathe();
    }
    await run.step(epoch, maxIter, 'epoch');
    let largest = 0;
    let moved = 0;
    for (let i = 0; i < coef.length; i++) {
      largest = Math.max(largest, Math.abs(coef[i]));
      moved = Math.max(moved, Math.abs(coef[i] - previous[i]));
    }
    if (largest === 0 ? moved === 0 : moved / largest <= tol) return { coef, nIter: epoch, converged: true };
  }
  return { coef, nIter: maxIter, converged: false };
}

/** 1 / (3 L) for the largest smoothness constant L of a single row's loss. */
function stepSize({ X, sampleWeight, fitIntercept, nClasses, l2 }: LogisticProblem, scale: number): number {
  let most = 0;
  for (let i = 0; i < X.rows; i++) {
    let squares = fitIntercept ? 1 : 0;
    for (let j = 0, at = i * X.columns; j < X.columns; j++) squares += X.data[at + j] ** 2;
    most = Math.max(most, squares * scale * (sampleWeight ? sampleWeight[i] : 1));
  }
  const curvature = nClasses === 2 ? 0.25 : 0.5;
  return 1 / (3 * (curvature * most + l2));
}

function residuals(
  data: Float64Array,
  at: number,
  d: number,
  coef: Float64Array,
  width: number,
  fitIntercept: boolean,
  code: number,
  out: Float64Array,
): void {
  let top = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < out.length; c++) {
    let score = fitIntercept ? coef[c * width + d] : 0;
    for (let j = 0, from = c * width; j < d; j++) score += coef[from + j] * data[at + j];
    out[c] = score;
    top = Math.max(top, score);
  }
  if (out.length === 1) {
    out[0] = 1 / (1 + Math.exp(-out[0])) - code;
    return;
  }
  let sum = 0;
  for (let c = 0; c < out.length; c++) sum += out[c] = Math.exp(out[c] - top);
  for (let c = 0; c < out.length; c++) out[c] = out[c] / sum - (c === code ? 1 : 0);
}
