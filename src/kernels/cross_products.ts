import { Matrix } from '../core/matrix.js';
import { denseModule } from './wasm/modules/dense.js';
import { withSession } from './wasm/runtime.js';

/** Rows that the product kernel sums before it goes to the next ones. */
const ROUND = 256;
/** Cells of a block: it stays in the second-level cache while all of its products are made. */
const BLOCK_CELLS = 65_536;

/** X'X, and X'y for each target. */
export interface CrossProducts {
  /** d x d, symmetric. */
  readonly gram: Matrix;
  /** t x d: a row for each target. */
  readonly xy: Matrix;
}

/**
 * X'X and X'y in one pass over X (n x d): a block of rows is copied to the kernels once, and half of the symmetric
 * product is computed. O(n d (d / 2 + t)).
 */
export function crossProducts(X: Matrix, targets: readonly Float64Array[]): CrossProducts {
  const d = X.columns;
  const gram = new Float64Array(d * d);
  return { xy: pass(X, targets, gram), gram: Matrix.of(gram, d) };
}

/** X'y (d) for one target. O(n d). */
export function productsWith(X: Matrix, y: Float64Array): Float64Array {
  return pass(X, [y], undefined).data;
}

/** Answers X'y; X'X is written to `gram` when that is given. */
function pass(
  { rows: n, columns: d, data }: Matrix,
  targets: readonly Float64Array[],
  gram: Float64Array | undefined,
): Matrix {
  if (d === 0) return Matrix.of(new Float64Array(0), 0);
  return withSession(denseModule, (session) => {
    const { kernels } = session;
    const step = Math.min(Math.max(n, 1), ROUND * Math.max(1, Math.floor(BLOCK_CELLS / (ROUND * d))));
    const block = session.f64(step * d);
    const x = block.pointer;
    const c = gram && session.f64(gram);
    const work = gram ? session.f64(Math.ceil(kernels.gemmWorkBytes(d, d, step, 8) / 8)).pointer : 0;
    const xy = session.f64(new Float64Array(targets.length * d));
    const y = session.f64(step);
    for (let from = 0; from < n; from += step) {
      const rows = Math.min(step, n - from);
      block.view().set(data.subarray(from * d, (from + rows) * d));
      targets.forEach((target, t) => {
        y.view().set(target.subarray(from, from + rows));
        kernels.gemvTransposedF64(rows, d, 1, x, y.pointer, 1, xy.pointer + t * d * 8);
      });
      if (c) kernels.gemmF64(d, d, rows, 1, x, 1, d, x, d, 1, 1, c.pointer, d, 1, work);
    }
    if (c && gram) {
      kernels.mirrorF64(d, c.pointer, d);
      gram.set(c.view());
    }
    return Matrix.of(xy.view().slice(), d);
  });
}
