import type { WeightedMoments } from '../../kernels/mixture_steps.js';
import type { Shape } from './covariances.js';

/** Weighted means and covariances of the rows; means are relative to their origin. */
export interface GaussianEstimates {
  /** Weights in rows (k). */
  readonly counts: Float64Array;
  /** k x d. */
  readonly means: Float64Array;
  /** Row-major, of the shape of the covariance type. */
  readonly covariances: Float64Array;
}

/** What estimates need to know of all rows. */
export interface AllRows {
  readonly n: number;
  /** Taken off every row (d). */
  readonly origin: Float64Array;
  /** Sums of squares of the rows minus `origin` (d). */
  readonly squares: Float64Array;
  /** Sum of products of the rows minus `origin` (d x d); empty unless it is needed. */
  readonly scatter: Float64Array;
}

/** Keeps the means of components without rows finite. */
const LEAST = 10 * 2 ** -52;
/** Moments about a point this many variances (squared) away have lost too many digits. */
const FAR = 1e4;

/**
 * Means and covariances from weighted moments. `partial`: the responsibilities do not sum to 1 in every row.
 * O(k d^2).
 */
export function estimate(
  moments: WeightedMoments,
  shape: Shape,
  regCovar: number,
  rows: AllRows,
  partial: boolean,
): GaussianEstimates {
  const { k, d, type } = shape;
  const { sums, centers } = moments;
  const counts = moments.counts.map((count) => count + LEAST);
  const means = new Float64Array(k * d);
  for (let at = 0; at < means.length; at++) {
    const c = Math.floor(at / d);
    // Means of the rows as given are (sum of rows) / count, which drifts to 0 where a component has no rows.
    const drift = (rows.origin[at % d] + centers[at]) * (moments.counts[c] - counts[c]);
    means[at] = centers[at] + (sums[at] + drift) / counts[c];
  }
  const covariances =
    type === 'tied'
      ? tied(counts, means, rows, d, partial)
      : type === 'full'
        ? full(moments, counts, means, d)
        : diagonal(moments, counts, means, d);
  const reduced = type === 'spherical' ? rowMeans(covariances, d) : covariances;
  const step = type === 'full' || type === 'tied' ? d + 1 : 1;
  const size = step === 1 ? reduced.length : d * d;
  for (let start = 0; start < reduced.length; start += size) {
    for (let at = start; at < start + size; at += step) reduced[at] += regCovar;
  }
  return { counts, means, covariances: reduced };
}

/** Whether moments must be taken again about the new means, because the old points were far from them. */
export function lostDigits(
  { centers }: WeightedMoments,
  { means, covariances }: GaussianEstimates,
  shape: Shape,
): boolean {
  const { type, k, d } = shape;
  if (type === 'tied') return false;
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < d; j++) {
      const variance =
        type === 'full' ? covariances[(c * d + j) * d + j] : covariances[type === 'diag' ? c * d + j : c];
      const gap = means[c * d + j] - centers[c * d + j];
      if (gap * gap > FAR * variance) return true;
    }
  }
  return false;
}

function full(
  { counts: plain, sums, second, centers }: WeightedMoments,
  counts: Float64Array,
  means: Float64Array,
  d: number,
): Float64Array {
  const result = new Float64Array(second.length);
  for (let c = 0; c < counts.length; c++) {
    for (let i = 0; i < d; i++) {
      const gapI = means[c * d + i] - centers[c * d + i];
      for (let j = 0; j <= i; j++) {
        const gapJ = means[c * d + j] - centers[c * d + j];
        const at = (c * d + i) * d + j;
        const moved = sums[c * d + i] * gapJ + sums[c * d + j] * gapI - plain[c] * gapI * gapJ;
        result[at] = result[(c * d + j) * d + i] = (second[at] - moved) / counts[c];
      }
    }
  }
  return result;
}

function diagonal(
  { counts: plain, sums, second, centers }: WeightedMoments,
  counts: Float64Array,
  means: Float64Array,
  d: number,
): Float64Array {
  const result = new Float64Array(second.length);
  for (let at = 0; at < result.length; at++) {
    const c = Math.floor(at / d);
    const gap = means[at] - centers[at];
    result[at] = (second[at] - 2 * sums[at] * gap + plain[c] * gap * gap) / counts[c];
  }
  return result;
}

/** (all products - products of the means) / weight, as scikit-learn takes it: of the rows as given, not centred. */
function tied(
  counts: Float64Array,
  means: Float64Array,
  { n, origin, scatter }: AllRows,
  d: number,
  partial: boolean,
): Float64Array {
  const result = scatter.slice();
  let total = 0;
  const shift = new Float64Array(d);
  for (let c = 0; c < counts.length; c++) {
    total += counts[c];
    for (let i = 0; i < d; i++) {
      const mean = counts[c] * means[c * d + i];
      shift[i] += mean;
      for (let j = 0; j < d; j++) result[i * d + j] -= mean * means[c * d + j];
    }
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      const at = i * d + j;
      // Where every row counts once, these terms are 0, but for rounding that would be large for a distant origin.
      if (partial) {
        result[at] += (n - total) * origin[i] * origin[j] - origin[i] * shift[j] - shift[i] * origin[j];
      }
      result[at] /= total;
    }
  }
  return result;
}

function rowMeans(values: Float64Array, d: number): Float64Array {
  const result = new Float64Array(values.length / d);
  for (let at = 0; at < values.length; at++) result[Math.floor(at / d)] += values[at] / d;
  return result;
}
