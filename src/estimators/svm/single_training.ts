import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { type KernelSource, type SmoProgram, solveSmo } from '../../kernels/smo.js';
import { chooseKernel } from './kernel_choice.js';
import { type VectorModel, vectorsOf } from './kernel_model.js';
import { checkFinite } from './pair_training.js';
import type { KernelSettings } from './params.js';

/** One machine with all its support vectors. */
export interface SingleModel extends VectorModel {
  readonly nSupport: Int32Array;
  /** 1 x nSV. */
  readonly dualCoef: Matrix;
  /** One value. */
  readonly intercept: Float64Array;
  readonly nIter: number;
  readonly converged: boolean;
}

/** The rows that take part and their weights. */
export interface TakingRows {
  /** Undefined when all rows take part. */
  readonly rows: Int32Array | undefined;
  readonly weights: Float64Array;
}

/** Rows of weight 0 take no part. */
export function takingRows(n: number, sampleWeight: Float64Array | undefined): TakingRows {
  if (!sampleWeight) return { rows: undefined, weights: new Float64Array(n).fill(1) };
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const rows = all.filter((i) => sampleWeight[i] > 0);
  return { rows, weights: Float64Array.from(rows, (i) => sampleWeight[i]) };
}

/** Trains the machine of a program over the taking rows. */
export async function trainSingle(
  X: Matrix,
  { rows }: TakingRows,
  program: SmoProgram,
  settings: KernelSettings,
  estimator: string,
  run: Run,
): Promise<SingleModel> {
  await run.step(0, 1, 'machine');
  const { source, gamma } = await chooseKernel(X, settings, estimator);
  const part: KernelSource = rows ? { ...source, rows } : source;
  const { alpha, rho, iterations, converged } = await solveSmo(program, part, settings, run);
  const coef = program.mirrored ? differences(alpha) : alpha;
  checkFinite(rho, coef, estimator);
  const places: number[] = [];
  coef.forEach((value, i) => {
    if (value !== 0) places.push(i);
  });
  const support = Int32Array.from(places, (i) => (rows ? rows[i] : i));
  const values = Float64Array.from(places, (i) => coef[i]);
  return {
    ...vectorsOf(X, support, settings, gamma),
    nSupport: Int32Array.of(support.length),
    dualCoef: values.length > 0 ? Matrix.of(values, values.length) : Matrix.zeros(1, 0),
    intercept: Float64Array.of(-rho),
    nIter: iterations,
    converged,
  };
}

/** The coefficient of a row of a mirrored program: how much it pulls up less how much it pulls down. */
function differences(alpha: Float64Array): Float64Array {
  const n = alpha.length / 2;
  return Float64Array.from({ length: n }, (_, i) => alpha[i] - alpha[i + n]);
}

/** Gives `total` to the rows in turn, as much as each can take. */
export function fillInTurn(bounds: Float64Array, total: number): Float64Array {
  let left = total;
  return bounds.map((bound) => {
    const share = Math.min(bound, Math.max(0, left));
    left -= share;
    return share;
  });
}
