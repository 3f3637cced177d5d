import type { Loss } from '../../../kernels/losses/index.js';
import type { BoostingExports } from '../../../kernels/wasm/modules/boosting.js';

/** Which derivatives, and the addresses of the arrays of a fit: plain data, for any thread. */
export interface DerivativePlan {
  readonly name: string;
  readonly outputs: number;
  readonly slopes: readonly [low: number, high: number] | undefined;
  readonly rows: number;
  readonly y: number;
  readonly raw: number;
  /** 0 for none. */
  readonly weights: number;
  /** Room for a pair of f32 per row and output. */
  readonly pairs: number;
}

/** The plan of a loss. */
export function derivativePlan(
  { name, outputs, slopes }: Loss,
  arrays: Pick<DerivativePlan, 'rows' | 'y' | 'raw' | 'weights' | 'pairs'>,
): DerivativePlan {
  return { name, outputs, slopes, ...arrays };
}

/** Writes gradients and hessians of the rows `first` to `last` (excluded) as f32 pairs, class after class. */
export function writeDerivatives(
  kernels: BoostingExports,
  plan: DerivativePlan,
  first = 0,
  last = plan.rows,
): void {
  const { name, outputs, slopes, rows } = plan;
  const n = last - first;
  // A double is eight bytes, and so is a pair.
  const [y, raw, pairs] = [plan.y, plan.raw, plan.pairs].map((address) => address + 8 * first);
  const weights = plan.weights === 0 ? 0 : plan.weights + 8 * first;
  if (slopes) kernels.twoSided(y, raw, weights, n, slopes[0], slopes[1], pairs);
  else if (outputs > 1) kernels.multinomial(y, raw, weights, n, rows, outputs, pairs);
  else if (name === 'log_loss') kernels.binomial(y, raw, weights, n, pairs);
  else if (name === 'squared_error') kernels.squared(y, raw, weights, n, pairs);
  else kernels.logLink(y, raw, weights, n, name === 'gamma', pairs);
}
