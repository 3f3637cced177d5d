import type { Matrix } from '../../core/matrix.js';

/** One column as the growers see it: every value replaced by its rank among the column's values. */
export interface RankedColumn {
  /** Code of each row: the rank of its value (or of its bin); `nCodes` for a missing value. */
  readonly codes: Uint8Array | Uint16Array | Uint32Array;
  /** Codes of values: missing ones have none. */
  readonly nCodes: number;
  /** Lowest value under each code. */
  readonly low: Float64Array;
  /** Highest value under each code: the same array unless values were binned. */
  readonly high: Float64Array;
  /** Whether values are missing (NaN). */
  readonly missing: boolean;
  /** Whether the codes are categories, which have no order. */
  readonly categorical: boolean;
}

/** All columns of a data set, ranked once and used by any number of trees. Plain data. */
export interface RankedColumns {
  readonly rows: number;
  readonly list: readonly RankedColumn[];
}

/** Options of `rankColumns`. */
export interface RankOptions {
  /** Which columns hold categories; none when left out. */
  readonly categorical?: readonly boolean[];
  /** At most so many codes per numeric column, of about equally many rows each; no limit when left out. */
  readonly maxBins?: number;
}

/**
 * Ranks the columns of X (n x d; NaN is a missing value). Splits between ranks are splits between values, so
 * growing on ranks is exact, and comparing small integers is quicker than comparing doubles. O(d n log n).
 */
export function rankColumns(X: Matrix, options: RankOptions = {}): RankedColumns {
  const { rows, columns, data } = X;
  const values = new Float64Array(rows);
  const list: RankedColumn[] = [];
  for (let j = 0; j < columns; j++) {
    for (let i = 0, at = j; i < rows; i++, at += columns) values[i] = data[at];
    const categorical = options.categorical?.[j] ?? false;
    list.push(rankColumn(values, categorical, categorical ? undefined : options.maxBins));
  }
  return { rows, list };
}

function rankColumn(
  values: Float64Array,
  categorical: boolean,
  maxBins = Number.POSITIVE_INFINITY,
): RankedColumn {
  const sorted = values.slice().sort();
  let present = sorted.length;
  while (present > 0 && Number.isNaN(sorted[present - 1])) present--;
  const distinct = countDistinct(sorted, present);
  const { low, high } =
    distinct > maxBins
      ? binEdges(sorted, present, maxBins, distinct)
      : distinctValues(sorted, present, distinct);
  const nCodes = low.length;
  const codes = codeArray(values.length, nCodes);
  for (let i = 0; i < values.length; i++) codes[i] = codeOf(low, values[i]);
  return { codes, nCodes, low, high, missing: present < values.length, categorical };
}

function countDistinct(sorted: Float64Array, present: number): number {
  let count = present > 0 ? 1 : 0;
  for (let i = 1; i < present; i++) if (sorted[i] !== sorted[i - 1]) count++;
  return count;
}

function distinctValues(
  sorted: Float64Array,
  present: number,
  distinct: number,
): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(distinct);
  for (let i = 0, k = 0; i < present; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) low[k++] = sorted[i];
  return { low, high: low };
}

/** Bins of about equally many rows: a bin ends at the first new value once it holds its share of what is left. */
function binEdges(
  sorted: Float64Array,
  present: number,
  maxBins: number,
  distinct: number,
): { low: Float64Array; high: Float64Array } {
  const low: number[] = [];
  const high: number[] = [];
  let valuesLeft = distinct;
  for (let i = 0; i < present; ) {
    const binsLeft = maxBins - low.length;
    const share = (present - i) / binsLeft;
    const start = i;
    low.push(sorted[i]);
    do {
      const value = sorted[i];
      while (i < present && sorted[i] === value) i++;
      valuesLeft--;
      // As many values as bins left: each gets its own.
    } while (i < present && (binsLeft === 1 || (i - start < share && valuesLeft >= binsLeft)));
    high.push(sorted[i - 1]);
  }
  return { low: Float64Array.from(low), high: Float64Array.from(high) };
}

/** The narrowest array that holds codes up to `nCodes`. */
function codeArray(rows: number, nCodes: number): Uint8Array | Uint16Array | Uint32Array {
  if (nCodes < 0x100) return new Uint8Array(rows);
  return nCodes < 0x10000 ? new Uint16Array(rows) : new Uint32Array(rows);
}

/** The last code whose lowest value is at most `value`; the number of codes for NaN. */
function codeOf(low: Float64Array, value: number): number {
  if (Number.isNaN(value)) return low.length;
  let from = 0;
  let to = low.length;
  while (to - from > 1) {
    const middle = (from + to) >>> 1;
    if (low[middle] <= value) from = middle;
    else to = middle;
  }
  return from;
}
