import type { Matrix } from '../core/matrix.js';
import { type ClusterSession, clusterModule } from './wasm/modules/cluster.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Rows of a panel. */
const PANEL = 4;

/**
 * Squared distances of all rows to the nearest of some centres, which are rows, in WebAssembly memory: a copy of X and
 * three doubles per row. Release it after use.
 */
export class Spread {
  readonly #session: ClusterSession;
  readonly #X: Matrix;
  readonly #padded: number;
  readonly #panels: Region<Float64Array>;
  readonly #query: Region<Float64Array>;
  readonly #weight: Region<Float64Array> | undefined;
  #closest: Region<Float64Array>;
  #best: Region<Float64Array>;
  #tried: Region<Float64Array>;

  constructor(X: Matrix, weight: Float64Array | undefined) {
    const { rows: n, columns: d, data } = X;
    const session = acquire(clusterModule);
    this.#session = session;
    this.#X = X;
    this.#padded = PANEL * Math.ceil(n / PANEL);
    try {
      this.#panels = session.f64(this.#padded * d);
      this.#query = session.f64(d);
      this.#weight = weight && session.f64(this.#padded);
      this.#closest = session.f64(this.#padded);
      this.#best = session.f64(this.#padded);
      this.#tried = session.f64(this.#padded);
    } catch (error) {
      session.release();
      throw error;
    }
    if (weight) this.#weight?.view().fill(0).set(weight);
    this.#closest.view().fill(Number.POSITIVE_INFINITY, 0, n).fill(0, n);
    const panels = this.#panels.view().fill(0, Math.floor(n / PANEL) * PANEL * d);
    for (let i = 0, at = 0; i < n; i++) {
      let to = Math.floor(i / PANEL) * PANEL * d + (i % PANEL);
      for (const end = at + d; at < end; at++, to += PANEL) panels[to] = data[at];
    }
  }

  /** Squared distance of each row to the nearest centre; valid until the next call. */
  get closest(): Float64Array {
    return this.#closest.view().subarray(0, this.#X.rows);
  }

  /** The (weighted) sum of `closest` if a row were a centre too. */
  try(row: number): number {
    const d = this.#X.columns;
    this.#query.view().set(this.#X.data.subarray(row * d, (row + 1) * d));
    return this.#session.kernels.spreadFrom(
      this.#padded,
      d,
      this.#panels.pointer,
      this.#query.pointer,
      this.#closest.pointer,
      this.#tried.pointer,
      this.#weight?.pointer ?? 0,
    );
  }

  /** Remembers the row tried last as the best so far. */
  keep(): void {
    [this.#best, this.#tried] = [this.#tried, this.#best];
  }

  /** Makes the best row a centre. */
  take(): void {
    [this.#closest, this.#best] = [this.#best, this.#closest];
  }

  release(): void {
    this.#session.release();
  }
}
