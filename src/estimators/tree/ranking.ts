import type { Matrix } from '../../core/matrix.js';
import { treeModule } from '../../kernels/wasm/modules/tree.js';
import { withSession } from '../../kernels/wasm/runtime.js';

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
 * growing on ranks is exact, and comparing small integers is quicker than comparing doubles. O(n d): radix sort.
 */
export function rankColumns(X: Matrix, options: RankOptions = {}): RankedColumns {
  const { rows, columns, data } = X;
  return withSession(treeModule, (session) => {
    const values = session.f64(rows);
    const codes = session.u32(rows);
    const distinct = session.f64(rows);
    const counts = session.u32(rows);
    const room = [session.f64(rows), session.f64(rows)];
    const addresses = [values, codes, distinct, counts, ...room].map(({ pointer }) => pointer);
    const list: RankedColumn[] = [];
    for (let j = 0; j < columns; j++) {
      const column = values.view();
      for (let i = 0, at = j; i < rows; i++, at += columns) column[i] = data[at];
      const nCodes = session.kernels.rankValues(
        rows,
        ...(addresses as [number, number, number, number, number, number]),
      );
      const low = distinct.view().slice(0, nCodes);
      const present = counts
        .view()
        .subarray(0, nCodes)
        .reduce((sum, count) => sum + count, 0);
      const categorical = options.categorical?.[j] ?? false;
      const exact = { low, high: low, nCodes, missing: present < rows, categorical };
      if (categorical || nCodes <= (options.maxBins ?? nCodes)) {
        list.push({ ...exact, codes: narrow(codes.view(), nCodes) });
      } else {
        const bins = binValues(low, counts.view(), present, options.maxBins as number);
        list.push({ ...exact, ...bins.edges, codes: narrow(codes.view(), bins.edges.nCodes, bins.ofCode) });
      }
    }
    return { rows, list };
  });
}

/**
 * Bins of about equally many rows: a bin ends at the first new value once it holds its share of what is left; where
 * as many values as bins are left, each gets its own.
 */
function binValues(
  distinct: Float64Array,
  counts: Uint32Array,
  present: number,
  maxBins: number,
): { edges: Pick<RankedColumn, 'low' | 'high' | 'nCodes'>; ofCode: Uint32Array } {
  const low: number[] = [];
  const high: number[] = [];
  // The code past the last stands for missing values.
  const ofCode = new Uint32Array(distinct.length + 1);
  let rowsLeft = present;
  for (let code = 0; code < distinct.length; ) {
    const binsLeft = maxBins - low.length;
    const share = rowsLeft / binsLeft;
    let inBin = 0;
    low.push(distinct[code]);
    do {
      ofCode[code] = low.length - 1;
      inBin += counts[code++];
    } while (
      code < distinct.length &&
      (binsLeft === 1 || (inBin < share && distinct.length - code >= binsLeft))
    );
    high.push(distinct[code - 1]);
    rowsLeft -= inBin;
  }
  ofCode[distinct.length] = low.length;
  return {
    edges: { low: Float64Array.from(low), high: Float64Array.from(high), nCodes: low.length },
    ofCode,
  };
}

/** A copy in the narrowest array that holds codes up to `nCodes`, passed through a table if there is one. */
function narrow(
  codes: Uint32Array,
  nCodes: number,
  table?: Uint32Array,
): Uint8Array | Uint16Array | Uint32Array {
  const n = codes.length;
  const result =
    nCodes < 0x100 ? new Uint8Array(n) : nCodes < 0x10000 ? new Uint16Array(n) : new Uint32Array(n);
  if (table) for (let i = 0; i < n; i++) result[i] = table[codes[i]];
  else result.set(codes);
  return result;
}
