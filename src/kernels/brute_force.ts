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
    const indices = new Int32Array((to - from) * k);
    const distances = new Float64Array((to - from) * k).fill(Number.POSITIVE_INFINITY);
    const tile = new Float64Array(TILE * this.#points.rows);
    for (let q = from; q < to; q += TILE) {
      const width = Math.min(TILE, to - q);
      fillTile(this.#points, queries, q, width, tile);
      for (let t = 0; t < width; t++)
        selectNearest(tile, t, this.#points.rows, k, distances, indices, (q - from + t) * k);
    }
    return { indices, distances };
  }

  /** Frees what the index holds outside the garbage-collected heap. */
  release(): void {}
}

/** Queries that are compared with a point at a time, so that each point is read once for all of them. */
const TILE = 4;

/** Squared distances of `width` queries from row q on to every point, `TILE` to a point. */
function fillTile(points: Matrix, queries: Matrix, q: number, width: number, tile: Float64Array): void {
  const { rows, columns, data } = points;
  const x = queries.data;
  const a = q * columns;
  // Missing queries of the last tile repeat its first; their results are not looked at.
  const b = width > 1 ? a + columns : a;
  const c = width > 2 ? a + 2 * columns : a;
  const d = width > 3 ? a + 3 * columns : a;
  for (let i = 0, p = 0, out = 0; i < rows; i++, out += TILE) {
    let s0 = 0;
    let s1 = 0;
    let s2 = 0;
    let s3 = 0;
    for (let j = 0; j < columns; j++, p++) {
      const value = data[p];
      const g0 = x[a + j] - value;
      const g1 = x[b + j] - value;
      const g2 = x[c + j] - value;
      const g3 = x[d + j] - value;
      s0 += g0 * g0;
      s1 += g1 * g1;
      s2 += g2 * g2;
      s3 += g3 * g3;
    }
    tile[out] = s0;
    tile[out + 1] = s1;
    tile[out + 2] = s2;
    tile[out + 3] = s3;
  }
}

/** The k smallest of one query's distances by insertion; rows come in order, so the earlier stays first among equals. */
function selectNearest(
  tile: Float64Array,
  t: number,
  rows: number,
  k: number,
  distances: Float64Array,
  indices: Int32Array,
  base: number,
): void {
  if (k > MOST_BY_INSERTION) {
    const nearest = sortedRows(tile, t, rows).subarray(0, k);
    indices.set(nearest, base);
    for (let i = 0; i < k; i++) distances[base + i] = tile[nearest[i] * TILE + t];
    return;
  }
  const last = base + k - 1;
  for (let i = 0, at = t; i < rows; i++, at += TILE) {
    const distance = tile[at];
    if (distance >= distances[last]) continue;
    let to = last;
    while (to > base && distances[to - 1] > distance) {
      distances[to] = distances[to - 1];
      indices[to] = indices[to - 1];
      to--;
    }
    distances[to] = distance;
    indices[to] = i;
  }
}

/** Insertion costs up to k steps per row: beyond this many neighbours the rows are sorted instead. */
const MOST_BY_INSERTION = 64;

function sortedRows(tile: Float64Array, t: number, rows: number): Int32Array {
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  return order.sort((a, b) => tile[a * TILE + t] - tile[b * TILE + t] || a - b);
}
