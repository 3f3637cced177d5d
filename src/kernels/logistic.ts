import { InvalidInputError } from '../core/errors.js';
import type { Matrix } from '../core/matrix.js';
import { outputsOf, widthOf } from './reference/logistic.js';
import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { acquire, type Region, withSession } from './wasm/runtime.js';

/** Chunks begin at multiples of this many rows. */
const ROW_UNIT = 64;

/**
 * The logistic loss of one training set: value, gradient and curvature, without penalties and without any
 * division by the number of rows (every result is a plain sum over rows of weight times the row's term).
 *
 * With two classes there is one output, the log-odds of class 1 (half binomial loss); with more there is one
 * output per class (softmax). Coefficients, gradients and directions are `nOutputs` x `width` values,
 * row-major; `width` is the number of columns plus one when an intercept is fitted (it stands last).
 *
 * X is copied out of the garbage-collected heap once and every evaluation reads it once; call `release()` when
 * done. Every method overwrites its result array. The `accumulate` twins add the rows `fromRow` .. `toRow`
 * (multiples of 64, or the end) to it, so that a caller can look at an AbortSignal between chunks of `chunkRows`
 * rows; done in the same chunks, they give the same bits. Scores beyond the range of doubles give NaN or
 * Infinity, never a wrong finite number. O(n d outputs) per evaluation.
 *
 * @example
 * ```ts
 * const X = Matrix.of(Float64Array.of(0, 1, 2, 3), 1);
 * const objective = new LogisticObjective(X, Int32Array.of(0, 0, 1, 1), 2, undefined, { fitIntercept: true });
 * const gradient = new Float64Array(objective.nOutputs * objective.width);
 * objective.lossGradient(new Float64Array(2), gradient); // 4 log 2
 * objective.release();
 * ```
 */
export class LogisticObjective {
  readonly rows: number;
  /** Rows of coefficients: 1 for two classes, else `nClasses`. */
  readonly nOutputs: number;
  /** Coefficients per output: columns, plus one with an intercept. */
  readonly width: number;
  /** Rows per chunk of `accumulate` and `accumulateHessianProduct` that take about 20 ms; a multiple of 64. */
  readonly chunkRows: number;
  /** Rows per chunk of `accumulateHessian` that take about 20 ms; a multiple of 64. */
  readonly hessianChunkRows: number;
  readonly #session: DenseSession;
  readonly #panels: Panels;
  readonly #codes: Region<Int32Array>;
  readonly #weights: Region<Float64Array>;
  readonly #coef: Region<Float64Array>;
  readonly #result: Region<Float64Array>;
  readonly #direction: Region<Float64Array>;

  /** @throws InvalidInputError when codes or weights do not fit the rows, or a code is no class. */
  constructor(
    X: Matrix,
    codes: Int32Array,
    nClasses: number,
    sampleWeight: Float64Array | undefined,
    options: { readonly fitIntercept: boolean },
  ) {
    checkLabels(X.rows, codes, nClasses, sampleWeight);
    const { rows, columns } = X;
    const outputs = outputsOf(nClasses);
    const width = widthOf(columns, options.fitIntercept);
    this.rows = rows;
    this.nOutputs = outputs;
    this.width = width;
    this.chunkRows = chunk(outputs * (width + 16));
    this.hessianChunkRows = chunk((outputs * (outputs + 1) * width * (width + 8)) / 4);
    const session = acquire(denseModule);
    this.#session = session;
    try {
      const height = panelHeight(width);
      const padded = height * Math.ceil(rows / height);
      this.#panels = { height, width, region: session.f64(new Float64Array(padded * width)) };
      this.#codes = session.i32(new Int32Array(padded));
      this.#codes.view().set(codes);
      this.#weights = session.f64(new Float64Array(padded));
      if (sampleWeight) this.#weights.view().set(sampleWeight);
      else this.#weights.view().fill(1, 0, rows);
      this.#coef = session.f64(outputs * width);
      this.#result = session.f64(outputs * width);
      this.#direction = session.f64(outputs * width);
      pack(session, X, this.#panels);
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Writes the gradient and returns the summed weighted loss. */
  lossGradient(coef: Float64Array, gradient: Float64Array): number {
    gradient.fill(0);
    let loss = 0;
    for (let from = 0; from < this.rows; from += this.chunkRows) {
      loss += this.accumulate(coef, gradient, from, Math.min(this.rows, from + this.chunkRows));
    }
    return loss;
  }

  /** Adds the gradient of the rows `fromRow` .. `toRow` and returns their loss. */
  accumulate(coef: Float64Array, gradient: Float64Array, fromRow: number, toRow: number): number {
    const { kernels } = this.#session;
    this.#coef.view().set(coef);
    this.#result.view().fill(0);
    const loss = this.#session.scratch(() => {
      const work = this.#session.f64(this.nOutputs * this.#panels.height);
      return kernels.logisticGradient(...this.#slice(fromRow, toRow), this.#result.pointer, work.pointer);
    });
    addTo(gradient, this.#result.view());
    return loss;
  }

  /** Writes the Hessian: (nOutputs * width) x (nOutputs * width), row-major, symmetric. O(n (d outputs)^2 / 4). */
  hessian(coef: Float64Array, hessian: Float64Array): void {
    hessian.fill(0);
    for (let from = 0; from < this.rows; from += this.hessianChunkRows) {
      this.accumulateHessian(coef, hessian, from, Math.min(this.rows, from + this.hessianChunkRows));
    }
  }

  /** Adds the Hessian of the rows `fromRow` .. `toRow`. */
  accumulateHessian(coef: Float64Array, hessian: Float64Array, fromRow: number, toRow: number): void {
    const { nOutputs: outputs, width } = this;
    const session = this.#session;
    this.#coef.view().set(coef);
    session.scratch(() => {
      const blocks = session.f64((outputs * (outputs + 1) * width * width) / 2);
      const work = session.f64((outputs + 1 + width) * this.#panels.height);
      blocks.view().fill(0);
      const slice = this.#slice(fromRow, toRow);
      session.kernels.logisticHessian(...slice, blocks.pointer, work.pointer);
      addBlocks(hessian, blocks.view(), outputs, width);
    });
  }

  /** Writes Hessian times `direction`, without forming the Hessian. O(n d outputs). */
  hessianProduct(coef: Float64Array, direction: Float64Array, product: Float64Array): void {
    product.fill(0);
    for (let from = 0; from < this.rows; from += this.chunkRows) {
      const to = Math.min(this.rows, from + this.chunkRows);
      this.accumulateHessianProduct(coef, direction, product, from, to);
    }
  }

  /** Adds Hessian times `direction` of the rows `fromRow` .. `toRow`. */
  accumulateHessianProduct(
    coef: Float64Array,
    direction: Float64Array,
    product: Float64Array,
    fromRow: number,
    toRow: number,
  ): void {
    const session = this.#session;
    this.#coef.view().set(coef);
    this.#direction.view().set(direction);
    this.#result.view().fill(0);
    session.scratch(() => {
      const work = session.f64(2 * this.nOutputs * this.#panels.height);
      session.kernels.logisticHessianProduct(
        ...this.#slice(fromRow, toRow),
        this.#direction.pointer,
        this.#result.pointer,
        work.pointer,
      );
    });
    addTo(product, this.#result.view());
  }

  /** Gives the memory back; the objective cannot be used afterwards. */
  release(): void {
    this.#session.release();
  }

  /** The kernels' arguments for some rows: whole panels. */
  #slice(fromRow: number, toRow: number): [number, number, number, number, number, number, number, number] {
    if (fromRow % ROW_UNIT !== 0 || (toRow % ROW_UNIT !== 0 && toRow !== this.rows)) {
      throw new InvalidInputError(
        `LogisticObjective: chunks must start and end at multiples of ${ROW_UNIT} rows. Got ${fromRow} .. ${toRow}. Use chunkRows.`,
        { estimator: 'LogisticObjective', received: `${fromRow} .. ${toRow}`, remedy: 'use chunkRows' },
      );
    }
    const { height, width, region } = this.#panels;
    return [
      Math.ceil((toRow - fromRow) / height),
      height,
      width,
      this.nOutputs,
      region.pointer + fromRow * width * 8,
      this.#codes.pointer + fromRow * 4,
      this.#weights.pointer + fromRow * 8,
      this.#coef.pointer,
    ];
  }
}

/**
 * Class probabilities of the rows `fromRow` .. `toRow` of `X`: one row of `nClasses` values each, row-major, which
 * add up to 1. A row's values do not depend on the other rows. O(n d outputs).
 *
 * @example
 * ```ts
 * const X = Matrix.of(Float64Array.of(0), 1);
 * logisticProbabilities(X, Float64Array.of(1), 2, { fitIntercept: false }); // [0.5, 0.5]
 * ```
 */
export function logisticProbabilities(
  X: Matrix,
  coef: Float64Array,
  nClasses: number,
  options: { readonly fitIntercept: boolean },
  fromRow = 0,
  toRow = X.rows,
): Float64Array {
  const { fitIntercept } = options;
  const outputs = outputsOf(nClasses);
  const width = widthOf(X.columns, fitIntercept);
  const height = panelHeight(width);
  const result = new Float64Array(Math.max(0, toRow - fromRow) * nClasses);
  withSession(denseModule, (session) => {
    const { kernels } = session;
    const rows = session.f64(height * X.columns);
    const panel = session.f64(new Float64Array(height * width));
    const w = session.f64(coef);
    const p = session.f64(outputs * height);
    for (let from = fromRow, to = 0; from < toRow; from += height, to += height * nClasses) {
      const count = Math.min(height, toRow - from);
      rows.view().set(X.data.subarray(from * X.columns, (from + count) * X.columns));
      kernels.packPanels(count, height, width, fitIntercept, rows.pointer, panel.pointer);
      kernels.logisticProbabilities(height, width, outputs, panel.pointer, w.pointer, p.pointer);
      spread(p.view(), height, count, nClasses, result, to);
    }
  });
  return result;
}

interface Panels {
  readonly height: number;
  readonly width: number;
  readonly region: Region<Float64Array>;
}

/** Rows in a panel: it should fit the first-level cache, and 64 must be a multiple of it. */
function panelHeight(width: number): number {
  return width <= 64 ? 64 : width <= 128 ? 32 : 16;
}

/** A multiple of 64 rows that takes about 20 ms, for this many multiply-adds a row (twice over). */
function chunk(perRow: number): number {
  return ROW_UNIT * Math.max(1, Math.floor(4e7 / (2 * ROW_UNIT * Math.max(1, perRow))));
}

function pack(session: DenseSession, X: Matrix, { height, width, region }: Panels): void {
  const { rows, columns, data } = X;
  const step = height * Math.max(1, Math.floor(65_536 / (height * width)));
  session.scratch(() => {
    const block = session.f64(Math.min(step, rows) * columns);
    for (let from = 0; from < rows; from += step) {
      const count = Math.min(step, rows - from);
      block.view().set(data.subarray(from * columns, (from + count) * columns));
      const to = region.pointer + from * width * 8;
      session.kernels.packPanels(count, height, width, width > columns, block.pointer, to);
    }
  });
}

function addTo(total: Float64Array, part: Float64Array): void {
  for (let i = 0; i < part.length; i++) total[i] += part[i];
}

/** Adds blocks of pairs of outputs, given by their upper triangles, to the whole symmetric matrix. */
function addBlocks(hessian: Float64Array, blocks: Float64Array, outputs: number, width: number): void {
  const side = outputs * width;
  for (let k = 0, block = 0; k < outputs; k++) {
    for (let l = k; l < outputs; l++, block += width * width) {
      for (let a = 0; a < width; a++) {
        for (let b = 0; b < width; b++) {
          const value = blocks[block + Math.min(a, b) * width + Math.max(a, b)];
          hessian[(k * width + a) * side + l * width + b] += value;
          if (l > k) hessian[(l * width + a) * side + k * width + b] += value;
        }
      }
    }
  }
}

/** Writes panel probabilities (outputs x height) as rows of classes. */
function spread(
  p: Float64Array,
  height: number,
  count: number,
  nClasses: number,
  result: Float64Array,
  to: number,
): void {
  for (let r = 0; r < count; r++, to += nClasses) {
    if (nClasses === 2) {
      result[to] = 1 - p[r];
      result[to + 1] = p[r];
    } else for (let k = 0; k < nClasses; k++) result[to + k] = p[k * height + r];
  }
}

function checkLabels(
  rows: number,
  codes: Int32Array,
  nClasses: number,
  weights: Float64Array | undefined,
): void {
  const lengths = codes.length === rows && (weights === undefined || weights.length === rows);
  if (lengths && codes.every((code) => code >= 0 && code < nClasses)) return;
  const received = `${codes.length} codes and ${weights?.length ?? 'no'} weights for ${rows} rows of ${nClasses} classes`;
  throw new InvalidInputError(
    `LogisticObjective: each row needs a class code below nClasses and, if given, a weight. Got ${received}. Check the arrays.`,
    { estimator: 'LogisticObjective', received, remedy: 'check the arrays' },
  );
}
