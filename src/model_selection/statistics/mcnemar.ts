import { InvalidInputError } from '../../core/errors.js';
import type { Labels } from '../../core/labels.js';
import { binomialCdf, chiSquaredOneTail } from '../../kernels/special.js';

/** What McNemar's test found. */
export interface McNemar {
  /** Rows that only a has right, and that only b has right. */
  readonly onlyA: number;
  readonly onlyB: number;
  /** (|onlyA - onlyB| - 1)^2 / (onlyA + onlyB); the smaller of both for the exact test. */
  readonly statistic: number;
  /** Chance of counts as far apart as these if both err equally often. */
  readonly pValue: number;
  /** Whether the exact binomial test was used. */
  readonly exact: boolean;
}

/** Options of mcnemarTest. */
export interface McNemarOptions {
  /** Use the binomial distribution instead of chi-squared; default: for fewer than 25 rows on which they differ. */
  readonly exact?: boolean;
}

/**
 * Whether two classifiers err equally often on the same test set: only rows that one has right and the other wrong
 * count. O(n). References: McNemar, Psychometrika 12 (1947) 153; Edwards' continuity correction (1948).
 * @throws InvalidInputError for different lengths.
 *
 * @example
 * ```ts
 * const { onlyA, onlyB, pValue } = mcnemarTest([1, 1, 1, 1, 0], [1, 1, 1, 1, 1], [0, 0, 1, 1, 0]);
 * [onlyA, onlyB, pValue]; // [2, 1, 1]
 * ```
 */
export function mcnemarTest(yTrue: Labels, a: Labels, b: Labels, options: McNemarOptions = {}): McNemar {
  if (a.length !== yTrue.length || b.length !== yTrue.length) {
    throw new InvalidInputError(
      `mcnemarTest: all three lists must have one label per row. Got ${yTrue.length}, ${a.length} and ${b.length}. Predict the same rows.`,
      { estimator: 'mcnemarTest', parameter: 'b', received: `${a.length} and ${b.length}` },
    );
  }
  let onlyA = 0;
  let onlyB = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const [rightA, rightB] = [a[i] === yTrue[i], b[i] === yTrue[i]];
    if (rightA && !rightB) onlyA++;
    if (rightB && !rightA) onlyB++;
  }
  const n = onlyA + onlyB;
  const exact = options.exact ?? n < 25;
  if (n === 0) return { onlyA, onlyB, statistic: 0, pValue: 1, exact };
  if (exact) {
    const least = Math.min(onlyA, onlyB);
    return { onlyA, onlyB, statistic: least, pValue: Math.min(1, 2 * binomialCdf(least, n, 0.5)), exact };
  }
  const statistic = Math.max(0, Math.abs(onlyA - onlyB) - 1) ** 2 / n;
  return { onlyA, onlyB, statistic, pValue: chiSquaredOneTail(statistic), exact };
}
