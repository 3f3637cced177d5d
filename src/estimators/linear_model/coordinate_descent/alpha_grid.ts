import { InvalidParameterError } from '../../../core/errors.js';
import { type DescentProblem, productsOf } from './problem.js';

/** What the grid of penalties is made from. */
export interface GridOptions {
  /** Number of penalties, or the penalties themselves. */
  readonly alphas: number | readonly number[];
  /** Least penalty relative to the largest. */
  readonly eps: number;
  readonly l1Ratio: number;
  readonly positive: boolean;
}

/** No smaller penalty is made. */
const LEAST = 1e-15;

/**
 * Penalties in falling order: from the least that leaves no coefficient (of any target at once) down to `eps` times
 * that, evenly in their logarithm; or those given. O(n d).
 * @throws InvalidParameterError for a grid without an l1 penalty.
 */
export function alphaGrid(problem: DescentProblem, options: GridOptions, estimator: string): Float64Array {
  const { alphas, eps, l1Ratio, positive } = options;
  if (typeof alphas !== 'number') return Float64Array.from(alphas).sort().reverse();
  if (l1Ratio === 0) {
    throw new InvalidParameterError(
      `${estimator}: penalties cannot be chosen for l1Ratio 0, which leaves no coefficient at zero. Got alphas ${alphas}. Pass a list of alphas.`,
      { estimator, parameter: 'alphas', received: String(alphas), remedy: 'pass a list' },
    );
  }
  const { rows, xUnit, yUnit, centred } = problem;
  const squares = new Float64Array(rows.columns);
  for (let t = 0; t < centred.y.columns; t++) {
    const xy = productsOf(problem, t);
    for (let j = 0; j < xy.length; j++) squares[j] += positive ? Math.max(0, xy[j]) ** 2 : xy[j] ** 2;
  }
  let most = 0;
  for (const square of squares) most = Math.max(most, square);
  const largest = (Math.sqrt(most) / (rows.rows * l1Ratio)) * xUnit * yUnit;
  if (!(largest > LEAST)) return new Float64Array(alphas).fill(LEAST);
  return geometric(largest, largest * eps, alphas);
}

/** `count` values from `from` to `to`, evenly in their logarithm. */
export function geometric(from: number, to: number, count: number): Float64Array {
  const start = Math.log10(from);
  const step = count > 1 ? (Math.log10(to) - start) / (count - 1) : 0;
  return Float64Array.from({ length: count }, (_, k) => {
    if (k === 0) return from;
    return k === count - 1 ? to : 10 ** (start + k * step);
  });
}
