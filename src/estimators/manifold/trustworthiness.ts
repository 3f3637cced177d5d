import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { type PairwiseMetric, pairwiseDistances } from '../../metrics/index.js';

/** Options of `trustworthiness`. */
export interface TrustworthinessOptions {
  /** Neighbours of each row that are looked at, fewer than half the rows; default 5. */
  readonly nNeighbors?: number;
  /** Distance of the rows of X, or 'precomputed' for X n x n; default 'euclidean'. */
  readonly metric?: PairwiseMetric | 'precomputed';
}

/** Rows whose distances are held at a time. */
const BLOCK_CELLS = 4_000_000;

/**
 * How far the neighbours on a map (n x k) are neighbours among the rows of X (n x d) too: 1 when all are; every one that
 * is not costs its rank beyond `nNeighbors`. O(n^2 (d + k)) time; a block of rows of distances is held at a time.
 * @throws InvalidParameterError when nNeighbors is not below half the rows; InvalidInputError for unfit data.
 * Source: Venna, Kaski (2001); scikit-learn trustworthiness.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [4], [8]];
 * trustworthiness(X, X, { nNeighbors: 2 }); // 1
 * ```
 */
export function trustworthiness(
  X: MatrixLike,
  XEmbedded: MatrixLike,
  { nNeighbors = 5, metric = 'euclidean' }: TrustworthinessOptions = {},
): number {
  const caller = 'trustworthiness';
  const rows = asMatrix(X, { estimator: caller });
  const map = asMatrix(XEmbedded, { estimator: caller, argument: 'XEmbedded' });
  const n = rows.rows;
  if (map.rows !== n) {
    throw new InvalidInputError(
      `${caller}: X and XEmbedded must have as many rows. Got ${n} and ${map.rows}. Pass the map of X.`,
      { estimator: caller, parameter: 'XEmbedded', remedy: 'pass the map of X' },
    );
  }
  if (!Number.isInteger(nNeighbors) || nNeighbors < 1 || nNeighbors >= n / 2) {
    throw new InvalidParameterError(
      `${caller}: parameter 'nNeighbors' must be an integer from 1 to below half the ${n} rows. Got ${nNeighbors}. Lower nNeighbors.`,
      {
        estimator: caller,
        parameter: 'nNeighbors',
        received: String(nNeighbors),
        remedy: 'lower nNeighbors',
      },
    );
  }
  let penalty = 0;
  const step = Math.max(1, Math.floor(BLOCK_CELLS / n));
  for (let from = 0; from < n; from += step) {
    const to = Math.min(n, from + step);
    const here = distancesOf(rows, from, to, metric);
    const there = distancesOf(map, from, to, 'euclidean');
    for (let i = from; i < to; i++) {
      const at = (i - from) * n;
      for (const j of nearest(there.subarray(at, at + n), i, nNeighbors)) {
        penalty += Math.max(0, rankOf(here, at, n, i, j) - nNeighbors);
      }
    }
  }
  return 1 - penalty * (2 / (n * nNeighbors * (2 * n - 3 * nNeighbors - 1)));
}

function distancesOf(
  X: Matrix,
  from: number,
  to: number,
  metric: PairwiseMetric | 'precomputed',
): Float64Array {
  const part = X.data.subarray(from * X.columns, to * X.columns);
  if (metric === 'precomputed') return part;
  return pairwiseDistances(Matrix.of(part.slice(), X.columns), X, { metric }).data;
}

/** The k nearest of row i but itself; equal distances by number. */
function nearest(distances: Float64Array, i: number, k: number): number[] {
  const found: number[] = [];
  for (let j = 0; j < distances.length; j++) {
    if (j === i) continue;
    if (found.length === k && !(distances[j] < distances[found[k - 1]])) continue;
    let place = found.length;
    while (place > 0 && distances[j] < distances[found[place - 1]]) place--;
    found.splice(place, 0, j);
    if (found.length > k) found.pop();
  }
  return found;
}

/** The place of j, from 1, among the others of row i by distance; equal distances by number. */
function rankOf(distances: Float64Array, at: number, n: number, i: number, j: number): number {
  const own = distances[at + j];
  let rank = 1;
  for (let other = 0; other < n; other++) {
    const distance = distances[at + other];
    if (other !== i && (distance < own || (distance === own && other < j))) rank++;
  }
  return rank;
}
