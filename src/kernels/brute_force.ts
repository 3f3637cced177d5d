import { describe, InvalidInputError } from '../core/errors.js';
import type { Matrix } from '../core/matrix.js';
import type { NearestPoints } from './reference/brute_force.js';
import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { acquire } from './wasm/runtime.js';

export type { NearestPoints } from './reference/brute_force.js';

/** Queries that share one pass over the points. */
const QUERY_BLOCK = 96;
/** Queries of a register tile of the kernels. */
const STRIP = 4;

/**
 * The k nearest points by squared Euclidean distance, comparing every query with every point. The result is that
 * of the direct formula, sum of (q_j - p_j)^2 in the order of the columns, to the last bit and with ties by the
 * lower index, on every engine and however the queries are cut. Single-precision products with a proven error
 * bound rule out most points first, so it is fast where neighbours differ by more than about 1e-6 of the spread
 * of the data, and still right where they do not.
 *
 * Holds 12 bytes per cell outside the garbage-collected heap until `release()`. Building is O(n d), a query
 * O(n d) for each row. Data must be finite.
 *
 * @example
 * ```ts
 * const index = new BruteForceIndex(Matrix.from2DArray([[0, 0], [3, 4], [6, 8]]));
 * index.query(Matrix.from2DArray([[3, 3]]), 2); // indices [1, 0], squared distances [1, 18]
 * index.release();
 * ```
 */
export class BruteForceIndex {
  readonly rows: number;
  readonly columns: number;
  /** Queries that take a few tens of milliseconds: look at an AbortSignal between calls of this many rows. */
  readonly chunkRows: number;
  readonly #session: DenseSession;

  /** @throws InvalidInputError for NaN or infinite cells, or no rows. */
  constructor(points: Matrix) {
    const { rows, columns, data } = points;
    if (rows === 0 || !data.every(Number.isFinite)) {
      const received = rows === 0 ? 'no rows' : 'NaN or an infinity';
      throw new InvalidInputError(
        `BruteForceIndex: points must be finite rows. Got ${received}. Drop or impute them.`,
        {
          estimator: 'BruteForceIndex',
          received,
        },
      );
    }
    this.rows = rows;
    this.columns = columns;
    this.chunkRows = Math.max(STRIP, STRIP * Math.floor(3e7 / (rows * (columns + 4))));
    this.#session = acquire(denseModule);
    try {
      prepare(this.#session, points);
    } catch (error) {
      this.#session.release();
      throw error;
    }
  }

  /**
   * The k nearest points of the rows `fromRow` .. `toRow` of `queries`, nearest first.
   * @throws InvalidInputError when k is not between 1 and the number of points, or the columns differ.
   */
  query(queries: Matrix, k: number, fromRow = 0, toRow = queries.rows): NearestPoints {
    this.#check(queries, k);
    const session = this.#session;
    const d = this.columns;
    const n = Math.max(0, toRow - fromRow);
    const result = { indices: new Int32Array(n * k), distances: new Float64Array(n * k) };
    const block = Math.min(QUERY_BLOCK, n);
    const strips = STRIP * Math.ceil(block / STRIP);
    session.scratch(() => {
      const rows = session.f64(block * d);
      const packed = session.f32(strips * d);
      const products = session.f32(strips * blockColumns(this.rows, d));
      const norms = session.f64(block);
      const state = session.i32(3 * block);
      const distances = session.f64(block * k);
      const indices = session.i32(block * k);
      for (let from = 0; from < n; from += block) {
        const m = Math.min(block, n - from);
        rows.view().set(queries.data.subarray((fromRow + from) * d, (fromRow + from + m) * d));
        session.kernels.nearest(
          m,
          k,
          rows.pointer,
          packed.pointer,
          products.pointer,
          norms.pointer,
          state.pointer,
          distances.pointer,
          indices.pointer,
        );
        result.indices.set(indices.view().subarray(0, m * k), from * k);
        result.distances.set(distances.view().subarray(0, m * k), from * k);
      }
    });
    return result;
  }

  /** Gives the memory back; the index cannot be used afterwards. */
  release(): void {
    this.#session.release();
  }

  #check(queries: Matrix, k: number): void {
    const refuse = (parameter: string, received: string, what: string): never => {
      throw new InvalidInputError(
        `BruteForceIndex: ${parameter} must be ${what}. Got ${received}. Check the call.`,
        {
          estimator: 'BruteForceIndex',
          parameter,
          received,
        },
      );
    };
    if (!Number.isInteger(k) || k < 1 || k > this.rows)
      refuse('k', describe(k), `an integer from 1 to ${this.rows}`);
    if (queries.columns !== this.columns && queries.rows > 0) {
      refuse('queries', `${queries.columns} columns`, `rows of ${this.columns} columns`);
    }
  }
}

/** Points in a block, a multiple of 16: their panels (4 bytes a cell) stay in the second-level cache. */
function blockColumns(rows: number, columns: number): number {
  const fitting = 16 * Math.floor(1024 / Math.max(1, columns));
  return Math.min(16 * Math.ceil(rows / 16), Math.max(64, Math.min(256, fitting)));
}

/**
 * Copies the points in and derives the filter. With u = 2^-24, rounding two vectors to single precision and
 * adding d products in any order errs by at most (d + 2) u / (1 - (d + 2) u) |a| |b|; a few more u cover the
 * subtractions that follow. |a|^2/2 errs by less than 8 u of itself, the subtractions included. Underflow errs
 * by less than d 2^-90, as |a_j| is at most 2 and |b| at most 1e15 in the filter's units. Rounding of the direct
 * formula and of centring is of the order of d 2^-53 and is covered with the rest.
 */
function prepare(session: DenseSession, { rows, columns: d, data }: Matrix): void {
  const { kernels } = session;
  const padded = 16 * Math.ceil(rows / 16);
  const points = session.f64(data);
  const packed = session.f32(padded * d);
  const lower = session.f32(padded);
  const reach = session.f32(padded);
  const { center, scale, usable } = unitsOf(data, rows, d);
  const centre = session.f64(center);
  const block = blockColumns(rows, d);
  kernels.setPoints(
    rows,
    d,
    points.pointer,
    packed.pointer,
    lower.pointer,
    reach.pointer,
    block,
    scatter(Math.ceil(padded / block)),
  );
  const u = 2 ** -24;
  const relative = (1.01 * ((d + 8) * u)) / (1 - (d + 8) * u);
  const proven = (d + 8) * u < 0.5;
  kernels.setFilter(
    centre.pointer,
    scale,
    proven ? relative : Number.POSITIVE_INFINITY,
    d * 2 ** -1070 * scale * scale,
  );
  session.scratch(() => {
    const norms = session.f64(rows);
    kernels.packCentered(rows, 8, points.pointer, packed.pointer, norms.pointer);
    const squares = norms.view();
    const [low, far] = [lower.view().fill(Number.POSITIVE_INFINITY), reach.view().fill(0)];
    for (let i = 0; i < rows; i++) {
      const half = 0.5 * squares[i];
      low[i] = usable && proven ? half - 8 * u * half - d * 2 ** -90 : Number.NEGATIVE_INFINITY;
      far[i] = Math.sqrt(squares[i]) * (1 + 4 * u);
    }
  });
}

/** The filter's centre (column means) and scale: a power of two that brings the cells to at most 2 in size. */
function unitsOf(
  data: Float64Array,
  rows: number,
  d: number,
): { center: Float64Array; scale: number; usable: boolean } {
  const center = new Float64Array(d);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < d; j++, at++) center[j] += data[at] / rows;
  let largest = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < d; j++, at++) largest = Math.max(largest, Math.abs(data[at] - center[j]));
  }
  // Beyond these exponents squares leave the range of doubles; then every pair is compared directly.
  const exponent = largest === 0 ? 0 : Math.max(-500, Math.min(500, -Math.ceil(Math.log2(largest))));
  const scale = 2 ** exponent;
  return { center, scale, usable: largest * scale <= 2 };
}

/** A step through `blocks` blocks that visits each once and lands far apart: coprime, near the golden section. */
function scatter(blocks: number): number {
  let step = Math.max(1, Math.round(0.618 * blocks));
  while (gcd(step, blocks) > 1) step++;
  return step % blocks;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
