import type { ResolvedMetric } from './distances.js';

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
 * Euclidean and Manhattan families take a path that works on four rows of Y at a time; every value is still the
 * sum, in the order of the columns, that `metric.distance` gives. O(n m d), nothing allocated.
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

/** Sums of squared differences of all pairs of rows. */
export const squaredDistances: BlockKernel = (X, Y, out) => {
  const { data: x, columns: d } = X;
  const { data: y, end } = Y;
  for (let i = X.start, k = 0; i < X.end; i++) {
    const a = i * d;
    let j = Y.start;
    for (; j + 4 <= end; j += 4, k += 4) {
      let b0 = j * d;
      let b1 = b0 + d;
      let b2 = b1 + d;
      let b3 = b2 + d;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let c = a; c < a + d; c++) {
        const value = x[c];
        const e0 = value - y[b0++];
        const e1 = value - y[b1++];
        const e2 = value - y[b2++];
        const e3 = value - y[b3++];
        s0 += e0 * e0;
        s1 += e1 * e1;
        s2 += e2 * e2;
        s3 += e3 * e3;
      }
      out[k] = s0;
      out[k + 1] = s1;
      out[k + 2] = s2;
      out[k + 3] = s3;
    }
    for (; j < end; j++, k++) {
      let sum = 0;
      for (let c = 0, b = j * d; c < d; c++) {
        const e = x[a + c] - y[b + c];
        sum += e * e;
      }
      out[k] = sum;
    }
  }
};

/** Sums of absolute differences of all pairs of rows. */
export const absoluteDistances: BlockKernel = (X, Y, out) => {
  const { data: x, columns: d } = X;
  const { data: y, end } = Y;
  for (let i = X.start, k = 0; i < X.end; i++) {
    const a = i * d;
    let j = Y.start;
    for (; j + 4 <= end; j += 4, k += 4) {
      let b0 = j * d;
      let b1 = b0 + d;
      let b2 = b1 + d;
      let b3 = b2 + d;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let c = a; c < a + d; c++) {
        const value = x[c];
        s0 += Math.abs(value - y[b0++]);
        s1 += Math.abs(value - y[b1++]);
        s2 += Math.abs(value - y[b2++]);
        s3 += Math.abs(value - y[b3++]);
      }
      out[k] = s0;
      out[k + 1] = s1;
      out[k + 2] = s2;
      out[k + 3] = s3;
    }
    for (; j < end; j++, k++) {
      let sum = 0;
      for (let c = 0, b = j * d; c < d; c++) sum += Math.abs(x[a + c] - y[b + c]);
      out[k] = sum;
    }
  }
};

/** Dot products of all pairs of rows. */
export const dotProducts: BlockKernel = (X, Y, out) => {
  const { data: x, columns: d } = X;
  const { data: y, end } = Y;
  for (let i = X.start, k = 0; i < X.end; i++) {
    const a = i * d;
    let j = Y.start;
    for (; j + 4 <= end; j += 4, k += 4) {
      let b0 = j * d;
      let b1 = b0 + d;
      let b2 = b1 + d;
      let b3 = b2 + d;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      for (let c = a; c < a + d; c++) {
        const value = x[c];
        s0 += value * y[b0++];
        s1 += value * y[b1++];
        s2 += value * y[b2++];
        s3 += value * y[b3++];
      }
      out[k] = s0;
      out[k + 1] = s1;
      out[k + 2] = s2;
      out[k + 3] = s3;
    }
    for (; j < end; j++, k++) {
      let sum = 0;
      for (let c = 0, b = j * d; c < d; c++) sum += x[a + c] * y[b + c];
      out[k] = sum;
    }
  }
};

const fastPaths: ReadonlyMap<string, BlockKernel> = new Map([
  ['euclidean', squaredDistances],
  ['l2', squaredDistances],
  ['sqeuclidean', squaredDistances],
  ['manhattan', absoluteDistances],
  ['cityblock', absoluteDistances],
  ['l1', absoluteDistances],
]);
