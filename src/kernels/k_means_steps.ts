import type { Matrix } from '../core/matrix.js';
import { KMeansFilter } from './k_means_filter.js';
import { type ClusterSession, clusterModule } from './wasm/modules/cluster.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Terms of a row's distances to all centres from which keeping bounds costs less than filtering them all again. */
const WORTH_BOUNDS = 1024;
/** Centres of a panel. */
const PANEL = 4;

/**
 * The rows of one k-means problem in WebAssembly memory, with labels and bounds: X is copied once, and there are two
 * more doubles per row (k with `elkan`). Release it after use.
 */
export class KMeansSteps {
  readonly rows: number;
  /** Rows whose assignment takes about 20 ms at most. */
  readonly chunkRows: number;
  readonly #k: number;
  readonly #d: number;
  readonly #elkan: boolean;
  readonly #bounded: boolean;
  readonly #session: ClusterSession;
  readonly #weights: Region<Float64Array> | undefined;
  readonly #panels: Region<Float64Array>;
  readonly #centers: Region<Float64Array>;
  readonly #labels: Region<Int32Array>;
  readonly #half: Region<Float64Array>;
  readonly #halves: Region<Float64Array>;
  readonly #shifts: Region<Float64Array>;
  readonly #sums: Region<Float64Array>;
  readonly #totals: Region<Float64Array>;
  readonly #filter: KMeansFilter | undefined;
  #changed: number | undefined;
  #fresh = true;

  /** @param origin Taken off every row (d): sums of numbers far from 0 lose digits. */
  constructor(
    X: Matrix,
    sampleWeight: Float64Array | undefined,
    k: number,
    elkan: boolean,
    origin?: Float64Array,
  ) {
    const { rows: n, columns: d } = X;
    this.rows = n;
    this.#k = k;
    this.#d = d;
    this.#elkan = elkan;
    this.#bounded = elkan || k * d >= WORTH_BOUNDS;
    this.chunkRows = 8 * Math.max(8, Math.floor(4e6 / (k * (d + 2))));
    const session = acquire(clusterModule);
    this.#session = session;
    try {
      const data = session.f64(X.data);
      const largest = origin && session.kernels.shiftRows(n, d, data.pointer, session.f64(origin).pointer);
      this.#weights = sampleWeight && session.f64(sampleWeight);
      const padded = PANEL * Math.ceil(k / PANEL);
      this.#panels = session.f64(padded * d);
      this.#centers = session.f64(k * d);
      // The filter writes eight labels at a time.
      this.#labels = session.i32(8 * Math.ceil(n / 8));
      const upper = session.f64(this.#bounded ? n : 0);
      const lower = session.f64(elkan ? n * k : this.#bounded ? n : 0);
      this.#half = session.f64(k);
      this.#halves = session.f64(elkan ? k * k : 1);
      this.#shifts = session.f64(k);
      this.#sums = session.f64(k * d);
      this.#totals = session.f64(k);
      const regions = [data, this.#panels, this.#centers, this.#labels, upper, lower, this.#half];
      const [x, p, c, l, u, w, h] = regions.map((region) => region.pointer);
      session.kernels.setProblem(d, k, x, p, c, l, u, w, h);
      // For one look at the rows packing them would not pay.
      if (largest !== undefined && !this.#bounded) {
        this.#filter = new KMeansFilter(session, n, d, k, x, largest, l);
      }
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Labels so far; valid until the next call. */
  get labels(): Int32Array {
    return this.#labels.view().subarray(0, this.rows);
  }

  /** How many labels the last look at all rows changed, where that is counted. */
  get changed(): number | undefined {
    return this.#changed;
  }

  /** Names the centres (k x d), after which all bounds start anew. */
  start(centers: Float64Array): void {
    this.#place(centers);
    this.#labels.view().fill(-1);
    this.#fresh = true;
  }

  /** Moves the centres, each by `shifts` at most; bounds are kept. */
  move(centers: Float64Array, shifts: Float64Array): void {
    this.#place(centers);
    this.#shifts.view().set(shifts);
    this.#fresh = false;
  }

  /** Labels of the rows `from` .. `to` for the centres as they stand; every row must be seen after every move. */
  assign(from: number, to: number): void {
    const { kernels } = this.#session;
    const shifts = this.#shifts.pointer;
    if (from === 0) this.#changed = this.#filter?.usable ? 0 : undefined;
    if (this.#changed !== undefined && this.#filter) {
      this.#changed += this.#filter.assign(from, to);
      return;
    }
    if (this.#elkan) {
      kernels.assignElkan(from, to, shifts, this.#halves.pointer, this.#fresh ? 1 : 0);
      return;
    }
    if (this.#fresh || !this.#bounded) {
      kernels.assignAll(from, to, this.#bounded ? 1 : 0);
      return;
    }
    const moved = this.#shifts.view();
    let mover = 0;
    let [most, next] = [0, 0];
    for (let j = 0; j < this.#k; j++) {
      if (moved[j] > most) {
        next = most;
        most = moved[j];
        mover = j;
      } else if (moved[j] > next) {
        next = moved[j];
      }
    }
    kernels.assignBounded(from, to, shifts, most, mover, next);
  }

  /** Sums (k x d) and weights (k) of the rows of each label. */
  sums(): { sums: Float64Array; weights: Float64Array } {
    this.#sums.view().fill(0);
    this.#totals.view().fill(0);
    const weight = this.#weights?.pointer ?? 0;
    this.#session.kernels.addSums(0, this.rows, weight, this.#sums.pointer, this.#totals.pointer);
    return { sums: this.#sums.view().slice(), weights: this.#totals.view().slice() };
  }

  release(): void {
    this.#session.release();
  }

  #place(centers: Float64Array): void {
    const k = this.#k;
    const d = this.#d;
    this.#centers.view().set(centers);
    const panels = this.#panels.view().fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < k; j++) {
      let to = Math.floor(j / PANEL) * PANEL * d + (j % PANEL);
      for (let c = j * d; c < (j + 1) * d; c++, to += PANEL) panels[to] = centers[c];
    }
    this.#filter?.place(centers);
    if (this.#bounded) this.#separate(centers);
  }

  /** Half the distances between centres. */
  #separate(centers: Float64Array): void {
    const k = this.#k;
    const d = this.#d;
    const half = this.#half.view().fill(Number.POSITIVE_INFINITY);
    const halves = this.#elkan ? this.#halves.view() : undefined;
    for (let a = 0; a < k; a++) {
      for (let b = 0; b < a; b++) {
        let sum = 0;
        for (let c = 0; c < d; c++) sum += (centers[a * d + c] - centers[b * d + c]) ** 2;
        const gap = 0.5 * Math.sqrt(sum);
        half[a] = Math.min(half[a], gap);
        half[b] = Math.min(half[b], gap);
        if (halves) halves[a * k + b] = halves[b * k + a] = gap;
      }
    }
  }
}
