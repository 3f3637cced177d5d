import type { Matrix } from '../core/matrix.js';

/** Squared distances of query rows to their nearest points, nearest first; ties by lower row. */
export interface BruteForceResult {
  /** rows x k. */
  readonly indices: Int32Array;
  /** rows x k squared distances. */
  readonly distances: Float64Array;
}

/** Nearest points by squared Euclidean distance, every point compared with every query. O(n d) per query. */
export class BruteForceIndex {
  readonly #points: Matrix;

  constructor(points: Matrix) {
    this.#points = points;
  }

  /** The k nearest points of the rows from `from` to `to` of `queries`. */
  query(queries: Matrix, k: number, from = 0, to = queries.rows): BruteForceResult {
    const { rows, columns, data } = this.#points;
    const indices = new Int32Array((to - from) * k);
    const distances = new Float64Array((to - from) * k);
    for (let q = from; q < to; q++) {
      const base = (q - from) * k;
      let size = 0;
      for (let i = 0, p = 0; i < rows; i++) {
        let sum = 0;
        for (let j = 0, x = q * columns; j < columns; j++, p++, x++) {
          const gap = queries.data[x] - data[p];
          sum += gap * gap;
        }
        if (size === k && sum >= distances[base + k - 1]) continue;
        // Insertion keeps the earlier row first among equals, because rows come in order.
        let at = size < k ? size++ : k - 1;
        while (at > 0 && distances[base + at - 1] > sum) {
          distances[base + at] = distances[base + at - 1];
          indices[base + at] = indices[base + at - 1];
          at--;
        }
        distances[base + at] = sum;
        indices[base + at] = i;
      }
    }
    return { indices, distances };
  }

  /** Frees what the index holds outside the garbage-collected heap. */
  release(): void {}
}
