import { describe, InvalidParameterError } from '../core/errors.js';
import type { RunOptions } from '../core/run.js';
import { DataWarning, warn } from '../core/warnings.js';

/** Options of the methods that give sets and intervals. */
export interface ConfidenceOptions extends RunOptions {
  /** Share of new rows whose truth is to lie in the set or interval; default 0.9. */
  readonly confidence?: number;
}

/** The share of misses that is allowed. @throws InvalidParameterError */
export function missRate({ confidence = 0.9 }: ConfidenceOptions, source: string): number {
  if (typeof confidence === 'number' && confidence > 0 && confidence < 1) return 1 - confidence;
  throw new InvalidParameterError(
    `${source}: option 'confidence' must lie between 0 and 1. Got ${describe(confidence)}. Use 0.9.`,
    {
      estimator: source,
      parameter: 'confidence',
      received: describe(confidence),
      remedy: 'confidence: 0.9',
    },
  );
}

/** Rounding must not turn 0.1 * 10 into a rank of 2. */
const EPSILON = 1e-9;

/**
 * Rank (from 1) of the calibration score that the scores of new rows exceed with probability `alpha` at most:
 * ceil((n + 1)(1 - alpha)). Beyond n there is none.
 */
export function upperRank(n: number, alpha: number): number {
  return Math.ceil((n + 1) * (1 - alpha) - EPSILON);
}

/** The largest score within the confidence; Infinity, with a warning, when there are too few scores. */
export function scoreLimit(sorted: Float64Array, alpha: number, source: string): number {
  const rank = upperRank(sorted.length, alpha);
  if (rank <= sorted.length) return sorted[rank - 1];
  warnFew(sorted.length, alpha, source);
  return Number.POSITIVE_INFINITY;
}

/** Says that so few rows can vouch for nothing but everything. */
export function warnFew(n: number, alpha: number, source: string): void {
  const needed = Math.ceil(1 / alpha - EPSILON) - 1;
  warn(
    new DataWarning(
      `${n} calibration rows cannot vouch for a confidence of ${Number((1 - alpha).toPrecision(6))}, which takes ${needed}: sets hold everything`,
      source,
    ),
  );
}
