import type { Matrix } from '../../core/matrix.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { kept } from '../selector_base.js';
import { type ImportanceGetter, importancesOf } from './importances.js';

/** What is eliminated from, and how. */
export interface Elimination {
  readonly estimator: Estimator;
  readonly X: Matrix;
  readonly y: Target | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
  /** Columns that go in each step: their number, or a share of all below 1. */
  readonly step: number;
  /** Columns that stay. */
  readonly target: number;
  readonly getter: ImportanceGetter;
}

/** The columns at one step of an elimination. */
export interface EliminationStep {
  readonly columns: Int32Array;
  readonly support: Uint8Array;
  readonly ranking: Int32Array;
  /** Fitted on these columns. */
  readonly estimator: Estimator;
}

/** What is left in the end: the columns that stay have rank 1, those that went last 2, and so on. */
export type Eliminated = EliminationStep;

/**
 * Fits on all columns, drops the least important, and again until `target` are left. `onStep` sees every fit, the
 * last included. One fit per step.
 */
export async function eliminate(
  { estimator, X, y, sampleWeight, step, target, getter }: Elimination,
  run: Run,
  onStep?: (step: EliminationStep) => Promise<void>,
): Promise<Eliminated> {
  const d = X.columns;
  const stride = step < 1 ? Math.max(1, Math.trunc(step * d)) : step;
  const support = new Uint8Array(d).fill(1);
  const ranking = new Int32Array(d).fill(1);
  const fits = 1 + Math.max(0, Math.ceil((d - target) / stride));
  for (let fit = 1; ; fit++) {
    const columns = kept(support);
    const part = columns.length === d ? X : X.takeColumns(columns);
    const options = sampleWeight ? { sampleWeight, signal: run.signal } : { signal: run.signal };
    const fitted = await estimator.with({}).fit(part, y, options);
    const state = { columns, support: support.slice(), ranking: ranking.slice(), estimator: fitted };
    await onStep?.(state);
    await run.step(fit, fits, 'elimination');
    if (columns.length <= target) return state;
    const importances = importancesOf(fitted, getter, columns.length, 'squares', run.estimator);
    const order = Int32Array.from(columns.keys()).sort((a, b) => importances[a] - importances[b] || a - b);
    for (const place of order.subarray(0, Math.min(stride, columns.length - target)))
      support[columns[place]] = 0;
    for (let j = 0; j < d; j++) if (support[j] === 0) ranking[j]++;
  }
}
