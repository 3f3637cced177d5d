import { cosineFrom, NEARLY_PARALLEL } from './distance_formulas.js';
import type { ResolvedMetric } from './distances.js';
import * as reference from './reference/pairs.js';
import { denseModule } from './wasm/modules/dense.js';
import { withSession } from './wasm/runtime.js';

/** Rows of a row-major array. */
export interface RowBlock {
  readonly data: Float64Array;
  /** Values per row. */
  readonly columns: number;
  /** First row of the block. */
  readonly start: number;
  /** One past its last row. */
  readonly end: number;
}

/** Fills `out` (rows of X x rows of Y, row-major) with one value per pair of rows. */
type BlockKernel = (X: RowBlock, Y: RowBlock, out: Float64Array) => void;

/**
 * Distances (or, on request, reduced distances) from each row of X to each row of Y into `out`, row-major. The
 * Euclidean, Manhattan and cosine families run in WebAssembly; every value is still that of `metric.distance`, to
 * the bit. O(n m d), nothing allocated but the kernels' blocks.
 */
export function fillDistances(
  metric: ResolvedMetric,
  X: RowBlock,
  Y: RowBlock,
  out: Float64Array,
  reduced = false,
): void {
  const fast = fastPaths.get(metric.name);
  if (fast) {
    fast(X, Y, out);
    if (!reduced && (metric.name === 'euclidean' || metric.name === 'l2')) {
      const size = (X.end - X.start) * (Y.end - Y.start);
      for (let k = 0; k < size; k++) out[k] = Math.sqrt(out[k]);
    }
    return;
  }
  const f = reduced ? metric.reduced : metric.distance;
  const d = X.columns;
  for (let i = X.start, k = 0; i < X.end; i++) {
    for (let j = Y.start; j < Y.end; j++, k++) out[k] = f(X.data, i * d, Y.data, j * d, d);
  }
}

/** The kernels of WebAssembly that the three sums are taken with. */
type PairKernel = 'pairSquares' | 'pairAbsolutes' | 'pairDots';

/** Rows of Y that stand together in a panel. */
const PANEL = 4;
/** Cells of the result that are made before they are copied out. */
const OUT_CELLS = 32_768;

/** Below this many terms the plain loop is as fast, and gives the same bits. */
const FEW_TERMS = 8192;

function pairKernel(name: PairKernel, plain: BlockKernel): BlockKernel {
  return (X, Y, out) => {
    const d = X.columns;
    const m = X.end - X.start;
    const n = Y.end - Y.start;
    if (m * n * d < FEW_TERMS) {
      plain(X, Y, out);
      return;
    }
    withSession(denseModule, (session) => {
      // Parts of Y, so that its panels stay in the cache while the rows of X go by.
      const part = Math.max(PANEL, PANEL * Math.floor(OUT_CELLS / (PANEL * (d + 8))));
      const rows = Math.min(m, Math.max(PANEL, Math.floor(OUT_CELLS / Math.min(part, n + PANEL))));
      const x = session.f64(rows * d);
      const y = session.f64(Math.min(part, n + PANEL) * d);
      const result = session.f64(rows * Math.min(part, n + PANEL));
      for (let first = 0; first < n; first += part) {
        const count = Math.min(part, n - first);
        packPanels(Y.data, Y.start + first, count, d, y.view());
        const panels = Math.ceil(count / PANEL);
        for (let from = 0; from < m; from += rows) {
          const height = Math.min(rows, m - from);
          x.view().set(X.data.subarray((X.start + from) * d, (X.start + from + height) * d));
          session.kernels[name](height, panels, d, x.pointer, y.pointer, result.pointer);
          const made = result.view();
          for (let i = 0; i < height; i++) {
            const at = i * panels * PANEL;
            out.set(made.subarray(at, at + count), (from + i) * n + first);
          }
        }
      }
    });
  };
}

/** Rows in panels of four, column by column; the last panel is filled up with zeros. */
function packPanels(data: Float64Array, start: number, count: number, d: number, to: Float64Array): void {
  to.fill(0, Math.floor(count / PANEL) * PANEL * d, Math.ceil(count / PANEL) * PANEL * d);
  for (let i = 0; i < count; i++) {
    let at = Math.floor(i / PANEL) * PANEL * d + (i % PANEL);
    for (let c = (start + i) * d, end = c + d; c < end; c++, at += PANEL) to[at] = data[c];
  }
}

/** Sums of squared differences of all pairs of rows. */
export const squaredDistances: BlockKernel = pairKernel('pairSquares', reference.squaredDistances);

/** Sums of absolute differences of all pairs of rows. */
export const absoluteDistances: BlockKernel = pairKernel('pairAbsolutes', reference.absoluteDistances);

/** Dot products of all pairs of rows. */
export const dotProducts: BlockKernel = pairKernel('pairDots', reference.dotProducts);

/** Cosine distances of all pairs of rows. */
const cosineDistances: BlockKernel = (X, Y, out) => {
  dotProducts(X, Y, out);
  const d = X.columns;
  const n = Y.end - Y.start;
  const xNorms = norms(X);
  const yNorms = norms(Y);
  withSession(denseModule, (session) => {
    const row = session.f64(n);
    const lengths = session.f64(yNorms);
    for (let i = X.start, k = 0; i < X.end; i++, k += n) {
      const norm = xNorms[i - X.start];
      const made = row.view();
      made.set(out.subarray(k, k + n));
      if (!session.kernels.cosineRow(n, row.pointer, norm, lengths.pointer)) {
        for (let j = 0; j < n; j++) {
          if (made[j] >= NEARLY_PARALLEL) continue;
          made[j] = cosineFrom(out[k + j], norm, yNorms[j], X.data, i * d, Y.data, (Y.start + j) * d, d);
        }
      }
      out.set(made, k);
    }
  });
};

function norms({ data, columns, start, end }: RowBlock): Float64Array {
  const result = new Float64Array(end - start);
  for (let i = start, at = start * columns; i < end; i++) {
    let sum = 0;
    for (let c = 0; c < columns; c++, at++) sum += data[at] * data[at];
    result[i - start] = Math.sqrt(sum);
  }
  return result;
}

const fastPaths: ReadonlyMap<string, BlockKernel> = new Map([
  ['euclidean', squaredDistances],
  ['l2', squaredDistances],
  ['sqeuclidean', squaredDistances],
  ['cosine', cosineDistances],
  ['manhattan', absoluteDistances],
  ['cityblock', absoluteDistances],
  ['l1', absoluteDistances],
]);
