import type { Loss } from '../../../kernels/losses/index.js';
import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import type { Region } from '../../../kernels/wasm/runtime.js';

/** Where the arrays of a fit lie. */
export interface DerivativeArrays {
  readonly y: Region<Float64Array>;
  readonly raw: Region<Float64Array>;
  readonly weights: Region<Float64Array> | undefined;
  /** Room for a pair of f32 per row and output. */
  readonly pairs: Region<Float64Array>;
  readonly n: number;
}

/** Writes gradients and hessians of a loss as f32 pairs, class after class. */
export function writeDerivatives({ kernels }: BoostingSession, loss: Loss, arrays: DerivativeArrays): void {
  const { n } = arrays;
  const y = arrays.y.pointer;
  const raw = arrays.raw.pointer;
  const weights = arrays.weights?.pointer ?? 0;
  const pairs = arrays.pairs.pointer;
  if (loss.slopes) kernels.twoSided(y, raw, weights, n, loss.slopes[0], loss.slopes[1], pairs);
  else if (loss.outputs > 1) kernels.multinomial(y, raw, weights, n, loss.outputs, pairs);
  else if (loss.name === 'log_loss') kernels.binomial(y, raw, weights, n, pairs);
  else if (loss.name === 'squared_error') kernels.squared(y, raw, weights, n, pairs);
  else kernels.logLink(y, raw, weights, n, loss.name === 'gamma', pairs);
}
