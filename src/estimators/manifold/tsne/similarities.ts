import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { tsneModule } from '../../../kernels/wasm/modules/tsne.js';
import { acquire } from '../../../kernels/wasm/runtime.js';

/** A symmetric sparse matrix by rows whose values sum to 1. */
export interface SparseSimilarities {
  readonly n: number;
  readonly values: Float32Array;
  readonly columns: Int32Array;
  readonly starts: Int32Array;
}

/** Cells of distances that are worked on at a time: some ten milliseconds. */
const BLOCK_CELLS = 100_000;
/** Squared distances beyond these do not fit the search for the width, or single precision. */
const [LEAST, MOST] = [1e-25, 1e25];

/**
 * For each row of n x k distances, cut to single precision once squared, the probabilities of the wanted perplexity.
 * `skipDiagonal` leaves column i out of row i. Distances of any size: very large or small ones are scaled first.
 */
export async function conditionalSimilarities(
  distances: Float64Array,
  k: number,
  perplexity: number,
  run: Run,
  skipDiagonal = false,
): Promise<Float64Array> {
  const n = distances.length / k;
  const width = (skipDiagonal ? k - 1 : k) + ((skipDiagonal ? k - 1 : k) % 2);
  let most = 0;
  for (let i = 0; i < distances.length; i++) if (distances[i] > most) most = distances[i];
  const scale = most > 0 && (most * most < LEAST || most * most > MOST) ? 1 / most : 1;
  const result = new Float64Array(n * k);
  const session = acquire(tsneModule);
  try {
    const block = Math.max(1, Math.floor(BLOCK_CELLS / width));
    const squares = session.f64(block * width);
    const p = session.f64(block * width);
    for (let from = 0; from < n; from += block) {
      const to = Math.min(n, from + block);
      const cells = squares.view().fill(Number.POSITIVE_INFINITY);
      for (let i = from; i < to; i++) {
        for (let j = 0, at = (i - from) * width; j < k; j++) {
          if (skipDiagonal && j === i) continue;
          const distance = distances[i * k + j] * scale;
          cells[at++] = Math.fround(distance * distance);
        }
      }
      session.kernels.conditionals(to - from, width, squares.pointer, perplexity, p.pointer);
      const found = p.view();
      for (let i = from; i < to; i++) {
        for (let j = 0, at = (i - from) * width; j < k; j++) {
          if (!skipDiagonal || j !== i) result[i * k + j] = found[at++];
        }
      }
      await run.step(to, n, 'similarities');
    }
  } finally {
    session.release();
  }
  return result;
}

/** The mean of the similarities of each pair in both directions, over their sum: sparse rows, columns rising. */
export function jointSimilarities(
  conditional: Float64Array,
  neighbors: Int32Array,
  k: number,
): SparseSimilarities {
  const n = neighbors.length / k;
  const turned = transposed(n, neighbors, conditional, (at) => Math.floor(at / k));
  // Transposed twice, the rows are sorted.
  const rowOf = new Int32Array(neighbors.length);
  for (let j = 0; j < n; j++) rowOf.fill(j, turned.starts[j], turned.starts[j + 1]);
  const straight = transposed(n, turned.columns, turned.values, (at) => rowOf[at]);
  const starts = new Int32Array(n + 1);
  const columns = new Int32Array(2 * neighbors.length);
  const values = new Float64Array(2 * neighbors.length);
  let to = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let a = straight.starts[i];
    let b = turned.starts[i];
    const [endA, endB] = [straight.starts[i + 1], turned.starts[i + 1]];
    while (a < endA || b < endB) {
      const columnA = a < endA ? straight.columns[a] : n;
      const columnB = b < endB ? turned.columns[b] : n;
      columns[to] = Math.min(columnA, columnB);
      let value = 0;
      if (columnA <= columnB) value += straight.values[a++];
      if (columnB <= columnA) value += turned.values[b++];
      values[to++] = value;
      total += value;
    }
    starts[i + 1] = to;
  }
  total = Math.max(total, Number.EPSILON);
  const scaled = new Float32Array(to);
  for (let i = 0; i < to; i++) scaled[i] = values[i] / total;
  return { n, values: scaled, columns: columns.slice(0, to), starts };
}

/** Transposes sparse rows: entry `at` stands in row rowOf(at), column columns[at]. The rows come out sorted. */
function transposed(n: number, columns: Int32Array, values: Float64Array, rowOf: (at: number) => number) {
  const starts = new Int32Array(n + 1);
  for (let at = 0; at < columns.length; at++) starts[columns[at] + 1]++;
  for (let j = 0; j < n; j++) starts[j + 1] += starts[j];
  const next = starts.slice(0, n);
  const rows = new Int32Array(columns.length);
  const moved = new Float64Array(columns.length);
  for (let at = 0; at < columns.length; at++) {
    const place = next[columns[at]]++;
    rows[place] = rowOf(at);
    moved[place] = values[at];
  }
  return { starts, columns: rows, values: moved };
}

/** The same for all pairs, in place: n x n, at least epsilon each. */
export function jointDense(conditional: Float64Array, n: number): Matrix['data'] {
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const sum = conditional[i * n + j] + conditional[j * n + i];
      conditional[i * n + j] = sum;
      total += 2 * sum;
    }
  }
  total = Math.max(total, Number.EPSILON);
  for (let i = 0; i < n; i++) {
    conditional[i * n + i] = 0;
    for (let j = 0; j < i; j++) {
      const value = Math.max(conditional[i * n + j] / total, Number.EPSILON);
      conditional[i * n + j] = value;
      conditional[j * n + i] = value;
    }
  }
  return conditional;
}
