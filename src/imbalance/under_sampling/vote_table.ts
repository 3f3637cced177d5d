import { InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { nearest } from '../base/neighbors.js';

/**
 * Nearest-neighbour votes of some rows (the queries) on a growing set of rows: the k nearest are kept for each
 * query, so that a new row costs one distance per query and no search.
 */
export class VoteTable {
  readonly #distances: Float64Array;
  readonly #codes: Int32Array;

  private constructor(
    private readonly X: Matrix,
    /** The rows that ask. */
    readonly queries: Int32Array,
    readonly k: number,
    private readonly nClasses: number,
    found: { distances: Float64Array; codes: Int32Array },
  ) {
    this.#distances = found.distances;
    this.#codes = found.codes;
  }

  /**
   * Starts with the rows `known` of classes `codes`.
   * @throws InvalidInputError when there are fewer than k.
   */
  static async start(
    X: Matrix,
    queries: Int32Array,
    known: Int32Array,
    codes: Int32Array,
    { k, nClasses, nJobs, run }: { k: number; nClasses: number; nJobs: number | null; run: Run },
  ): Promise<VoteTable> {
    if (known.length < k) {
      throw new InvalidInputError(
        `${run.estimator}: nNeighbors = ${k} needs as many rows to start from. Got ${known.length}: the smallest class and nSeedsS rows. Lower nNeighbors or raise nSeedsS.`,
        {
          estimator: run.estimator,
          parameter: 'nNeighbors',
          received: String(k),
          remedy: 'lower nNeighbors',
        },
      );
    }
    const found = await nearest(X.takeRows(known), X.takeRows(queries), k, k, run, nJobs);
    const squares = found.distances.map((distance) => distance * distance);
    const votes = found.indices.map((i) => codes[known[i]]);
    return new VoteTable(X, queries, k, nClasses, { distances: squares, codes: votes });
  }

  /** Adds row `row` of class `code` to what the queries see. O(queries x columns). */
  add(row: number, code: number): void {
    const { X, queries, k } = this;
    const { data, columns: d } = X;
    const distances = this.#distances;
    const codes = this.#codes;
    for (let q = 0; q < queries.length; q++) {
      let sum = 0;
      for (let a = queries[q] * d, b = row * d, end = a + d; a < end; a++, b++) {
        const gap = data[a] - data[b];
        sum += gap * gap;
      }
      let place = (q + 1) * k - 1;
      if (sum >= distances[place]) continue;
      for (; place > q * k && distances[place - 1] > sum; place--) {
        distances[place] = distances[place - 1];
        codes[place] = codes[place - 1];
      }
      distances[place] = sum;
      codes[place] = code;
    }
  }

  /** The class that most of a query's neighbours have; of equally frequent ones the first. */
  predict(query: number): number {
    const { k } = this;
    if (k === 1) return this.#codes[query];
    let best = 0;
    let most = 0;
    for (let c = 0; c < this.nClasses; c++) {
      let count = 0;
      for (let j = query * k; j < (query + 1) * k; j++) if (this.#codes[j] === c) count++;
      if (count > most) {
        most = count;
        best = c;
      }
    }
    return best;
  }
}
