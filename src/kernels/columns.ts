import { type DenseSession, denseModule } from './wasm/modules/dense.js';
import { type Region, withSession } from './wasm/runtime.js';

/** Cells copied to the kernels at a time: they stay in the second-level cache. */
const BLOCK_CELLS = 16_384;
/** Below this many cells the plain loops are as fast. */
const FEW_CELLS = 2048;

/** Runs `body` for blocks of the rows `from` .. `to`, copied into a session. */
function inBlocks(
  session: DenseSession,
  data: Float64Array,
  d: number,
  from: number,
  to: number,
  body: (block: Region<Float64Array>, rows: number, row: number) => void,
): void {
  // An even number of rows, because the kernels take them in pairs.
  const step = 2 * Math.max(1, Math.floor(BLOCK_CELLS / (2 * d)));
  const block = session.f64(Math.min(step, to - from) * d);
  for (let row = from; row < to; row += step) {
    const rows = Math.min(step, to - row);
    block.view().set(data.subarray(row * d, (row + rows) * d));
    body(block, rows, row);
  }
}

/** Adds the sums of the columns over the rows `from` .. `to` of row-major data to `sum` (d). O(n d). */
export function addColumnSums(
  data: Float64Array,
  d: number,
  from: number,
  to: number,
  sum: Float64Array,
): void {
  if ((to - from) * d < FEW_CELLS) {
    for (let i = from, at = from * d; i < to; i++) {
      for (let j = 0; j < d; j++, at++) sum[j] += data[at];
    }
    return;
  }
  withSession(denseModule, (session) => {
    const total = session.f64(sum);
    const work = session.f64(2 * d);
    inBlocks(session, data, d, from, to, (block, rows) => {
      session.kernels.addColumnSums(rows, d, block.pointer, total.pointer, work.pointer);
    });
    sum.set(total.view());
  });
}

/**
 * Adds the deviations of the columns from `mean` over the rows `from` .. `to` to `drift`, and their squares to
 * `squares` (d each). O(n d).
 */
export function addColumnSquares(
  data: Float64Array,
  d: number,
  from: number,
  to: number,
  mean: Float64Array,
  drift: Float64Array,
  squares: Float64Array,
): void {
  if ((to - from) * d < FEW_CELLS) {
    for (let i = from, at = from * d; i < to; i++) {
      for (let j = 0; j < d; j++, at++) {
        const gap = data[at] - mean[j];
        drift[j] += gap;
        squares[j] += gap * gap;
      }
    }
    return;
  }
  withSession(denseModule, (session) => {
    const means = session.f64(mean);
    const gaps = session.f64(drift);
    const sums = session.f64(squares);
    const work = session.f64(6 * d);
    inBlocks(session, data, d, from, to, (block, rows) => {
      const into = [means.pointer, gaps.pointer, sums.pointer, work.pointer] as const;
      session.kernels.addColumnSquares(rows, d, block.pointer, ...into);
    });
    drift.set(gaps.view());
    squares.set(sums.view());
  });
}

/** Writes (x - shift) / divisor for the rows `from` .. `to` of `data` to the same rows of `out`. O(n d). */
export function shiftDivideColumns(
  data: Float64Array,
  out: Float64Array,
  shift: Float64Array,
  divisor: Float64Array,
  from: number,
  to: number,
): void {
  const d = shift.length;
  if ((to - from) * d < FEW_CELLS) {
    for (let i = from, at = from * d; i < to; i++) {
      for (let j = 0; j < d; j++, at++) out[at] = (data[at] - shift[j]) / divisor[j];
    }
    return;
  }
  withSession(denseModule, (session) => {
    const shifts = session.f64(shift);
    const divisors = session.f64(divisor);
    const work = session.f64(4 * d);
    inBlocks(session, data, d, from, to, (block, rows, row) => {
      const by = [shifts.pointer, divisors.pointer, work.pointer] as const;
      session.kernels.shiftDivideColumns(rows, d, block.pointer, ...by);
      out.set(block.view().subarray(0, rows * d), row * d);
    });
  });
}
