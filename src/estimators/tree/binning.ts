import type { Matrix } from '../../core/matrix.js';
import { RandomState } from '../../core/random.js';
import { sortNumbers } from '../../kernels/sort.js';

/** Beyond this many rows thresholds are found from a random sample of so many. */
const SAMPLED_ROWS = 200_000;
/** Thresholds stay below infinity, which stands for "all but the missing values". */
const ALMOST_INFINITY = 1e300;

/** How the columns of X are cut into at most 255 bins; `fitBins` finds it. */
export interface Binning {
  /**
   * Increasing thresholds per column: the bin of a value is the number of thresholds below it. A column of
   * categories has its codes 0, 1, ... in place of thresholds.
   */
  readonly thresholds: readonly Float64Array[];
  /** Bins for values per column. This number is also the code of missing values. */
  readonly binCounts: Uint8Array;
  /** 1 for columns of categories. */
  readonly categorical: Uint8Array;
}

/** What `fitBins` is told. */
export interface BinningOptions {
  /** Bins per column for values, 2 to 255; missing values have one more. */
  readonly maxBins: number;
  /** Number of categories of each column, 0 for a column of numbers. Categories are coded 0, 1, ... */
  readonly categories?: ArrayLike<number>;
  /** Rows to look at; default all. Weights are those of these rows. */
  readonly rows?: Int32Array;
  /** Rows of weight 0 are left out and quantiles are weighted. */
  readonly sampleWeight?: Float64Array;
  /** Seed of the sample that is taken of more than 200,000 rows. */
  readonly randomState?: number;
}

/**
 * Finds thresholds per column: midpoints between the distinct values if there are at most `maxBins`, else
 * quantiles (averaged inverse of the distribution function). Infinities are refused earlier, NaN is left out.
 * O(n d log n) for at most 200,000 rows, sampled with replacement of more. Source: scikit-learn 1.9
 * `_BinMapper`, whose thresholds these equal for the same seed.
 */
export function fitBins(X: Matrix, options: BinningOptions): Binning {
  const { maxBins, categories, randomState = 0 } = options;
  let { sampleWeight } = options;
  let rows: ArrayLike<number> | undefined = options.rows;
  const n = rows?.length ?? X.rows;
  if (n > SAMPLED_ROWS) {
    const p = sampleWeight && shares(sampleWeight);
    const drawn = new RandomState(randomState).choice(n, { size: SAMPLED_ROWS, replace: true, p });
    rows = options.rows ? drawn.map((i) => (options.rows as Int32Array)[i]) : drawn;
    sampleWeight = undefined;
  }
  const thresholds: Float64Array[] = [];
  for (let j = 0; j < X.columns; j += COLUMNS_AT_A_TIME) {
    const some = Array.from({ length: Math.min(COLUMNS_AT_A_TIME, X.columns - j) }, (_, k) => j + k);
    const present = presentValues(X, some, rows, sampleWeight);
    for (const [k, { values, weights }] of present.entries()) {
      const known = categories?.[j + k] ?? 0;
      const codes = (): Float64Array => Float64Array.from({ length: known }, (_, code) => code);
      thresholds.push(known > 0 ? codes() : numericThresholds(values, weights, maxBins));
    }
  }
  const categorical = Uint8Array.from(thresholds, (_, j) => ((categories?.[j] ?? 0) > 0 ? 1 : 0));
  const binCounts = Uint8Array.from(thresholds, ({ length }, j) => (categorical[j] ? length : length + 1));
  return { thresholds, binCounts, categorical };
}

/** The bin codes of X, column after column (n codes each). O(n d log bins). */
export function binColumns(X: Matrix, binning: Binning): Uint8Array {
  const { rows, columns, data } = X;
  const codes = new Uint8Array(rows * columns);
  for (let j = 0, to = 0; j < columns; j++) {
    const thresholds = binning.thresholds[j];
    const missing = binning.binCounts[j];
    const category = binning.categorical[j] === 1;
    for (let i = 0, from = j; i < rows; i++, from += columns, to++) {
      const value = data[from];
      const isMissing = Number.isNaN(value) || (category && value < 0);
      codes[to] = isMissing ? missing : lowerBound(thresholds, value);
    }
  }
  return codes;
}

/** Weights that sum to 1. */
function shares(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Columns that are read in one pass over the rows, which lie row by row. */
const COLUMNS_AT_A_TIME = 8;

/** The values of columns that are not missing and have a weight above 0. */
function presentValues(
  { columns, data, rows: all }: Matrix,
  wanted: readonly number[],
  rows: ArrayLike<number> | undefined,
  sampleWeight: Float64Array | undefined,
): { values: Float64Array; weights: Float64Array | undefined }[] {
  const n = rows ? rows.length : all;
  const k = wanted.length;
  const values = new Float64Array(n * k);
  const weights = sampleWeight && new Float64Array(n * k);
  const ends = Int32Array.from(wanted, (_, c) => c * n);
  for (let i = 0; i < n; i++) {
    if (sampleWeight && sampleWeight[i] === 0) continue;
    const from = (rows ? rows[i] : i) * columns + wanted[0];
    for (let c = 0; c < k; c++) {
      const value = data[from + c];
      if (Number.isNaN(value)) continue;
      if (weights && sampleWeight) weights[ends[c]] = sampleWeight[i];
      values[ends[c]++] = value;
    }
  }
  return wanted.map((_, c) => ({
    values: values.subarray(c * n, ends[c]),
    weights: weights?.subarray(c * n, ends[c]),
  }));
}

function numericThresholds(
  values: Float64Array,
  weights: Float64Array | undefined,
  maxBins: number,
): Float64Array {
  let sortedWeights: Float64Array | undefined;
  if (weights) {
    const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
    sortedWeights = Float64Array.from(order, (i) => weights[i]);
    values = Float64Array.from(order, (i) => values[i]);
  } else {
    sortNumbers(values);
  }
  const distinct = distinctValues(values, maxBins + 1);
  if (distinct.length <= 1) return new Float64Array(0);
  const thresholds =
    distinct.length <= maxBins
      ? Float64Array.from({ length: distinct.length - 1 }, (_, k) => (distinct[k] + distinct[k + 1]) / 2)
      : sortedWeights
        ? weightedQuantiles(values, sortedWeights, maxBins)
        : quantiles(values, maxBins);
  const kept = distinctValues(thresholds, thresholds.length);
  return Float64Array.from(kept, (threshold) => Math.min(threshold, ALMOST_INFINITY));
}

/** The distinct values of a sorted array, at most `limit` of them. */
function distinctValues(sorted: Float64Array, limit: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < sorted.length && result.length < limit; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) result.push(sorted[i]);
  }
  return result;
}

/** The 1/bins, 2/bins, ... quantiles: at a jump of the distribution function the mean of both sides. */
function quantiles(sorted: Float64Array, bins: number): Float64Array {
  const n = sorted.length;
  const step = 100 / bins;
  return Float64Array.from({ length: bins - 1 }, (_, k) => {
    const position = n * (((k + 1) * step) / 100) - 1;
    const below = Math.floor(position);
    const low = sorted[Math.max(below, 0)];
    const high = sorted[Math.min(below + 1, n - 1)];
    return position === below ? high - (high - low) * 0.5 : high;
  });
}

function weightedQuantiles(sorted: Float64Array, weights: Float64Array, bins: number): Float64Array {
  const cumulated = new Float64Array(sorted.length);
  let total = 0;
  for (let i = 0; i < sorted.length; i++) cumulated[i] = total += weights[i];
  const step = 100 / bins;
  const last = sorted.length - 1;
  return Float64Array.from({ length: bins - 1 }, (_, k) => {
    const rank = (((k + 1) * step) / 100) * total;
    const at = Math.min(lowerBound(cumulated, rank), last);
    if (cumulated[at] - rank > Number.EPSILON) return sorted[at];
    return (sorted[at] + sorted[Math.min(at + 1, last)]) / 2;
  });
}

/** The number of entries of a sorted array that are below `value`. */
function lowerBound(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
