import { Matrix } from '../../core/matrix.js';
import { addColumnSquares } from '../../kernels/columns.js';
import { gemvResident } from '../../kernels/gemm.js';
import { momentsOf } from '../../kernels/linalg/index.js';
import { TweediePass } from '../../kernels/tweedie_pass.js';
import { type DenseSession, denseModule } from '../../kernels/wasm/modules/dense.js';
import { acquire, type Region } from '../../kernels/wasm/runtime.js';
import { weightedMeans } from './centre.js';

/** Rows that are weighted and multiplied at a time. */
const BLOCK = 1024;

/**
 * A copy Z of X (n x d) for iterative solvers: columns about their weighted means (where there is an intercept) in units
 * of their spread, so that solvers see the same problem in any units. Constant columns become zero. Release it.
 */
export class StandardisedRows {
  readonly rows: number;
  readonly columns: number;
  /** What was taken off each column. */
  readonly shift: Float64Array;
  /** The unit of each column, > 0. */
  readonly unit: Float64Array;
  readonly #session: DenseSession;
  readonly #z: Region<Float64Array>;
  readonly #long: Region<Float64Array>;
  readonly #short: Region<Float64Array>;

  constructor(X: Matrix, sampleWeight: Float64Array | undefined, centre: boolean) {
    const { rows: n, columns: d } = X;
    this.rows = n;
    this.columns = d;
    const plain = sampleWeight ? undefined : plainUnits(X, centre);
    this.shift = plain?.shift ?? (centre ? weightedMeans(X, sampleWeight) : new Float64Array(d));
    this.unit = plain?.unit ?? unitsOf(X, this.shift, sampleWeight, centre);
    const session = acquire(denseModule);
    this.#session = session;
    this.#z = session.f64(X.data);
    this.#long = session.f64(n);
    this.#short = session.f64(d);
    session.scratch(() => {
      // Columns without spread are divided by infinity.
      const [shift, unit, work] = [session.f64(this.shift), session.f64(this.unit), session.f64(4 * d)];
      const { kernels } = session;
      kernels.shiftDivideColumns(n, d, this.#z.pointer, shift.pointer, unit.pointer, work.pointer);
    });
  }

  /** Frees the memory. */
  release(): void {
    this.#session.release();
  }

  /** The rows: n x d. Do not keep it over a call of another method. */
  get z(): Float64Array {
    return this.#z.view();
  }

  /** Writes Z u + b to `out` (n). O(n d). */
  times(u: Float64Array, b: number, out: Float64Array): void {
    this.#short.view().set(u.length === this.columns ? u : u.subarray(0, this.columns));
    gemvResident(this.#session, this.rows, this.columns, this.#z, this.#short, this.#long);
    const long = this.#long.view();
    for (let i = 0; i < out.length; i++) out[i] = long[i] + b;
  }

  /** Writes Z' g to the first d places of `out`. O(n d). */
  timesTransposed(g: Float64Array, out: Float64Array): void {
    this.#long.view().set(g);
    gemvResident(this.#session, this.rows, this.columns, this.#z, this.#long, this.#short, {
      transpose: true,
    });
    out.set(this.#short.view());
  }

  /** Z' diag(h) Z: d x d, row-major. O(n d^2). */
  cross(h: Float64Array): Float64Array {
    const session = this.#session;
    const d = this.columns;
    return session.scratch(() => {
      const { kernels } = session;
      const weights = session.f64(h);
      const weighted = session.f64(Math.min(BLOCK, this.rows) * d);
      const c = session.f64(new Float64Array(d * d));
      const work = session.f64(Math.ceil(kernels.gemmWorkBytes(d, d, BLOCK, 8) / 8)).pointer;
      for (let from = 0; from < this.rows; from += BLOCK) {
        const k = Math.min(BLOCK, this.rows - from);
        const z = this.#z.pointer + from * d * 8;
        kernels.weightRows(k, d, z, weights.pointer + from * 8, weighted.pointer);
        kernels.gemmF64(d, d, k, 1, z, 1, d, weighted.pointer, d, 1, 1, c.pointer, d, 1, work);
      }
      kernels.mirrorF64(d, c.pointer, d);
      return c.view().slice();
    });
  }

  /** What a log-linear model of the power needs of these rows; it lives as long as they do. */
  tweedie(power: number, y: Float64Array, sampleWeight: Float64Array | undefined): TweediePass {
    return new TweediePass(this.#session, this.#z, this.columns, power, y, sampleWeight);
  }

  /** The coefficients (1 x d) and the intercept in the units of X. */
  original(u: Float64Array, b: number): { coef: Matrix; intercept: Float64Array } {
    const coef = Float64Array.from(this.unit, (unit, j) => u[j] / unit);
    let intercept = b;
    for (let j = 0; j < coef.length; j++) intercept -= coef[j] * this.shift[j];
    return { coef: Matrix.of(coef, coef.length), intercept: Float64Array.of(intercept) };
  }

  /** Coefficients in the units of Z, for a start from an earlier model. */
  standardised(coef: Float64Array, intercept: number): { u: Float64Array; b: number } {
    let b = intercept;
    for (let j = 0; j < coef.length; j++) b += coef[j] * this.shift[j];
    return { u: coef.map((w, j) => (Number.isFinite(this.unit[j]) ? w * this.unit[j] : 0)), b };
  }
}

/** The factor of the square of a standardised coefficient for a penalty `alpha`, finite for columns in any unit. */
export function penaltyOf(alpha: number, unit: number): number {
  if (alpha === 0) return 0;
  return Math.min((Math.sqrt(alpha) / unit) ** 2, 1e300);
}

/** Shifts and units of unweighted rows in two fast passes, where no column is constant or near the ends of the range. */
function plainUnits(
  X: Matrix,
  centre: boolean,
): { readonly shift: Float64Array; readonly unit: Float64Array } | undefined {
  const { rows: n, columns: d, data } = X;
  let [shift, squares] = [new Float64Array(d), new Float64Array(d)];
  if (centre) ({ mean: shift, squares } = momentsOf(X) as { mean: typeof shift; squares: typeof shift });
  else addColumnSquares(data, d, 0, n, shift, new Float64Array(d), squares);
  const unit = squares.map((sum) => Math.sqrt(sum / n));
  const safe = squares.every(
    (sum, j) => sum > 1e-270 && sum < 1e300 && (!centre || unit[j] > 1e-12 * Math.abs(shift[j])),
  );
  return safe ? { shift, unit } : undefined;
}

/** Root mean squares of the columns about `shift`; infinite for columns that have none: their coefficients are 0. */
function unitsOf(
  { rows, columns: d, data }: Matrix,
  shift: Float64Array,
  sampleWeight: Float64Array | undefined,
  centre: boolean,
): Float64Array {
  const largest = new Float64Array(d);
  const size = new Float64Array(d);
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < d; j++, at++) {
      if (sampleWeight && sampleWeight[i] === 0) continue;
      largest[j] = Math.max(largest[j], Math.abs(data[at] - shift[j]));
      size[j] = Math.max(size[j], Math.abs(data[at]));
    }
  }
  const squares = new Float64Array(d);
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    const weight = sampleWeight ? sampleWeight[i] : 1;
    total += weight;
    for (let j = 0; j < d; j++, at++) {
      const gap = largest[j] > 0 ? (data[at] - shift[j]) / largest[j] : 0;
      if (weight > 0) squares[j] += weight * gap * gap;
    }
  }
  return squares.map((sum, j) => {
    // What rounding leaves of a constant column is no spread.
    const constant = centre && largest[j] <= 8 * Number.EPSILON * size[j];
    return constant || largest[j] === 0 ? Number.POSITIVE_INFINITY : largest[j] * Math.sqrt(sum / total);
  });
}
