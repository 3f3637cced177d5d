import type { ClusterSession } from './wasm/modules/cluster.js';
import type { Region } from './wasm/runtime.js';

/** Rows of a block, and centres of a group. */
const BLOCK = 8;
const GROUP = 4;
/** Half the distance from one single to the next, at 1. */
const UNIT = 2 ** -24;
/** Scaled centres beyond this, which only given first centres can be, are left to double precision. */
const FAR = 1e6;

/** The rows of a k-means problem in single precision, for finding most labels quickly: half the memory of the rows. */
export class KMeansFilter {
  readonly #session: ClusterSession;
  readonly #d: number;
  readonly #scale: number;
  readonly #centers: Region<Float32Array>;
  readonly #halves: Region<Float32Array>;
  #fixed = 0;
  #perNorm = 0;

  /** @param data The n x d rows in the session's memory; their cells are at most `largest` in size. */
  constructor(
    session: ClusterSession,
    n: number,
    d: number,
    k: number,
    data: number,
    largest: number,
    labels: number,
  ) {
    this.#session = session;
    this.#d = d;
    const exponent = largest > 0 ? -Math.ceil(Math.log2(largest)) : 0;
    this.#scale = 2 ** Math.max(-1022, Math.min(1000, exponent));
    const groups = Math.ceil(k / GROUP);
    const rows = BLOCK * Math.ceil(n / BLOCK);
    const blocks = session.f32(rows * d);
    const norms = session.f32(rows);
    this.#centers = session.f32(groups * GROUP * d);
    this.#halves = session.f32(groups * GROUP);
    session.kernels.setFilter(
      d,
      groups,
      blocks.pointer,
      norms.pointer,
      this.#centers.pointer,
      this.#halves.pointer,
      labels,
    );
    session.kernels.packRows(n, data, this.#scale);
  }

  /** Whether the centres, as they stand, are in reach of single precision. */
  usable = false;

  /** Names the centres (k x d). */
  place(centers: Float64Array): void {
    const d = this.#d;
    const cells = this.#centers.view().fill(0);
    const halves = this.#halves.view().fill(3e38);
    let most = 0;
    for (let from = 0, j = 0; from < centers.length; j++) {
      let sum = 0;
      let to = Math.floor(j / GROUP) * GROUP * d + (j % GROUP);
      for (let c = 0; c < d; c++, from++, to += GROUP) {
        const value = centers[from] * this.#scale;
        cells[to] = -value;
        sum += value * value;
      }
      halves[j] = 0.5 * sum;
      most = Math.max(most, Math.sqrt(sum));
    }
    this.usable = most <= FAR;
    this.#limit(most);
  }

  /**
   * How far the best centre must lead. For a row of norm r and centres of norm c at most, rounding of cells, products
   * and sums moves each half |c|^2 - x c by at most gamma (c^2 / 2 + r c), the direct squares in double precision by a
   * share of (r + c)^2, and cells that leave the range of singles by next to nothing.
   */
  #limit(c: number): void {
    const d = this.#d;
    const terms = (d + 5) * UNIT;
    const gamma = terms / (1 - terms);
    const direct = (d + 4) * 2 ** -52 * (Math.sqrt(d) + c);
    this.#fixed = 1.01 * (gamma * c * c + direct * c + d * 2 ** -100 * (1 + c));
    this.#perNorm = 1.01 * (2 * gamma * c + direct);
    if (terms > 0.1) this.usable = false;
  }

  /** Labels the rows `from` (a multiple of 8) .. `to`; returns how many labels changed. */
  assign(from: number, to: number): number {
    return this.#session.kernels.assignFiltered(from, to, this.#fixed, this.#perNorm);
  }
}
