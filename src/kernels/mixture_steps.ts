import type { Matrix } from '../core/matrix.js';
import { type MixtureSession, mixtureModule } from './wasm/modules/mixture.js';
import { acquire, type Region } from './wasm/runtime.js';

/** Rows of a tile, as in the kernels. */
const TILE = 64;

/** What a problem's covariances are. */
export interface MixtureForm {
  /** Matrices rather than diagonals. */
  readonly full: boolean;
  /** One for all components. */
  readonly shared: boolean;
}

/** k normal distributions, ready to be evaluated; means are relative to the origin of the rows. */
export interface NormalComponents {
  /** k x d. */
  readonly means: Float64Array;
  /** Factors U of the precisions U U^T: upper triangles (d x d) or diagonals (d), k of them or one if shared. */
  readonly factors: Float64Array;
  /** Log of weight and normalising constant (k). */
  readonly constants: Float64Array;
}

/** Sums over all rows, each times its responsibility. */
export interface WeightedMoments {
  /** Sums of responsibilities (k). */
  readonly counts: Float64Array;
  /** Sums of rows minus `centers` (k x d). */
  readonly sums: Float64Array;
  /** Sums of products of rows minus `centers`: k x d x d, or k x d for diagonals; empty if shared. */
  readonly second: Float64Array;
  /** The points about which they were taken (k x d). */
  readonly centers: Float64Array;
  /** Sum of the log densities of the rows. */
  readonly logLikelihood: number;
  /** Sum of r log r. */
  readonly negativeEntropy: number;
}

/**
 * The rows of a mixture in WebAssembly memory: expectation and moments of a tile of rows are taken in one go, so that
 * responsibilities are never stored. One copy of X. Release it after use.
 */
export class MixtureSteps {
  readonly rows: number;
  readonly tiles: number;
  /** Tiles whose step takes about 20 ms at most. */
  readonly chunk: number;
  readonly #d: number;
  readonly #padded: number;
  readonly #k: number;
  readonly #form: MixtureForm;
  readonly #session: MixtureSession;
  readonly #factors: Region<Float64Array>;
  readonly #means: Region<Float64Array>;
  readonly #centers: Region<Float64Array>;
  readonly #constants: Region<Float64Array>;
  readonly #out: Region<Float64Array>;
  readonly #given: Region<Float64Array>;
  readonly #norms: Region<Float64Array>;
  #about = new Float64Array(0);

  /** @param origin Taken off every row (d): products of numbers far from 0 lose digits. */
  constructor(X: Matrix, origin: Float64Array, k: number, form: MixtureForm) {
    const { rows: n, columns: d } = X;
    const padded = 4 * Math.ceil(d / 4);
    this.rows = n;
    this.tiles = Math.ceil(n / TILE);
    this.#d = d;
    this.#padded = padded;
    this.#k = k;
    this.#form = form;
    const cost = TILE * k * (form.full ? padded * padded : 4 * padded) + TILE * k * 20;
    this.chunk = Math.min(this.tiles, Math.max(1, Math.floor(1.5e7 / cost)));
    const session = acquire(mixtureModule);
    this.#session = session;
    try {
      const tiles = session.f64(this.tiles * TILE * padded);
      const size = form.full ? padded * padded : padded;
      this.#factors = session.f64((form.shared ? 1 : k) * size);
      this.#means = session.f64(k * padded);
      this.#centers = session.f64(k * padded);
      this.#constants = session.f64(k);
      const work = session.f64(TILE * (k + 2 + 2 * padded));
      this.#out = session.f64(4 + 2 * k * (1 + padded + (form.shared ? 0 : size)));
      this.#given = session.f64(this.chunk * TILE * k);
      this.#norms = session.f64(this.chunk * TILE);
      for (const region of [this.#factors, this.#means, this.#centers, work]) region.view().fill(0);
      cutIntoTiles(X, origin, tiles.view(), padded);
      const regions = [tiles, this.#factors, this.#means, this.#centers, this.#constants, work, this.#out];
      const [t, f, m, c, l, w, o] = regions.map((region) => region.pointer);
      const flags = [form.full, form.shared, !form.shared].map(Number) as [number, number, number];
      session.kernels.setProblem(d, padded, k, ...flags, t, f, m, c, l, w, o);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Names the components. */
  place({ means, factors, constants }: NormalComponents): void {
    const d = this.#d;
    spread(means, d, this.#means.view(), this.#padded);
    this.#constants.view().set(constants);
    const to = this.#factors.view();
    if (!this.#form.full) {
      spread(factors, d, to, this.#padded);
      return;
    }
    const size = this.#padded * this.#padded;
    for (let c = 0; c * d * d < factors.length; c++) {
      spread(factors.subarray(c * d * d, (c + 1) * d * d), d, to.subarray(c * size), this.#padded);
    }
  }

  /** Starts new sums about `centers` (k x d). */
  begin(centers: Float64Array): void {
    this.#about = centers.slice();
    spread(centers, this.#d, this.#centers.view(), this.#padded);
    this.#out.view().fill(0);
  }

  /** Adds the tiles `from` .. `to` under the components as placed. */
  expect(from: number, to: number): void {
    this.#session.kernels.emStep(from, to, this.rows);
  }

  /** Adds the tiles `from` .. `to` (a chunk at most) under given responsibilities (n x k). */
  weigh(from: number, to: number, responsibilities: Float64Array): void {
    const [start, end] = [from * TILE, Math.min(this.rows, to * TILE)].map((row) => row * this.#k);
    this.#given.view().set(responsibilities.subarray(start, end));
    this.#session.kernels.momentStep(from, to, this.rows, this.#given.pointer);
  }

  /** The sums since `begin`. */
  moments(): WeightedMoments {
    const k = this.#k;
    const d = this.#d;
    const padded = this.#padded;
    const out = this.#out.view();
    const pair = (at: number): number => out[2 * at] + out[2 * at + 1];
    const counts = new Float64Array(k);
    const sums = new Float64Array(k * d);
    for (let c = 0, at = 2; c < k; c++) counts[c] = pair(at + c);
    for (let c = 0; c < k; c++) {
      for (let j = 0, at = 2 + k + c * padded; j < d; j++) sums[c * d + j] = pair(at + j);
    }
    return {
      counts,
      sums,
      second: this.#form.shared ? new Float64Array(0) : this.#second(2 + k + k * padded, pair),
      centers: this.#about,
      logLikelihood: pair(0),
      negativeEntropy: pair(1),
    };
  }

  /** Log densities of the rows of the tiles `from` .. `to` (a chunk at most), and logs of responsibilities. */
  evaluate(from: number, to: number, norms: Float64Array, logs?: Float64Array): void {
    this.#session.kernels.evaluate(from, to, this.#norms.pointer, logs ? this.#given.pointer : 0);
    const start = from * TILE;
    const count = Math.min(this.rows, to * TILE) - start;
    norms.set(this.#norms.view().subarray(0, count), start);
    logs?.set(this.#given.view().subarray(0, count * this.#k), start * this.#k);
  }

  release(): void {
    this.#session.release();
  }

  #second(start: number, pair: (at: number) => number): Float64Array {
    const k = this.#k;
    const d = this.#d;
    const padded = this.#padded;
    if (!this.#form.full) {
      return Float64Array.from({ length: k * d }, (_, at) =>
        pair(start + Math.floor(at / d) * padded + (at % d)),
      );
    }
    const second = new Float64Array(k * d * d);
    for (let c = 0; c < k; c++) {
      for (let i = 0; i < d; i++) {
        for (let j = 0; j <= i; j++) {
          const value = pair(start + (c * padded + i) * padded + j);
          second[(c * d + i) * d + j] = second[(c * d + j) * d + i] = value;
        }
      }
    }
    return second;
  }
}

/** Copies rows of `from` values to rows of `padded`. */
function spread(values: Float64Array, from: number, to: Float64Array, padded: number): void {
  for (let at = 0, row = 0; at < values.length; at += from, row += padded) {
    for (let j = 0; j < from; j++) to[row + j] = values[at + j];
  }
}

function cutIntoTiles(
  { rows, columns, data }: Matrix,
  origin: Float64Array,
  tiles: Float64Array,
  padded: number,
) {
  tiles.fill(0);
  for (let i = 0, at = 0; i < rows; i++) {
    const row = i % TILE;
    for (let j = 0, to = (i - row) * padded + row; j < columns; j++, at++, to += TILE) {
      tiles[to] = data[at] - origin[j];
    }
  }
}
