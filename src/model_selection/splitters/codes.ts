import { describe, InvalidInputError } from '../../core/errors.js';
import { encodeLabels, type Label, type Labels, sortLabels } from '../../core/labels.js';
import { rowCount } from '../../core/take.js';

/** Values as codes into their sorted distinct values, with the count of each. */
export interface Codes {
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  readonly counts: Int32Array;
}

/** Labels to stratify by: one per row, or several per row, of which each combination is a class. */
export type StratifyLabels = Labels | readonly (readonly Label[])[] | { to2DArray(): number[][] };

/**
 * Class labels as codes.
 * @throws InvalidInputError for missing, mixed or continuous labels.
 */
export function classCodes(y: Labels, source: string): Codes {
  return counted(encodeLabels(y, source));
}

/**
 * Group names, or labels to stratify by, as codes: strings, finite numbers (fractions too) or booleans.
 * @throws InvalidInputError for missing or mixed values.
 */
export function distinctCodes(values: StratifyLabels, source: string, argument: string): Codes {
  const flat = combined(values);
  const n = rowCount(flat, argument);
  const seen = new Map<Label, number>();
  const codes = new Int32Array(n);
  const kind = typeof flat[0];
  for (let i = 0; i < n; i++) {
    const value = flat[i];
    let code = seen.get(value);
    if (code === undefined) {
      const usable = kind === 'string' || kind === 'boolean' || Number.isFinite(value);
      if (typeof value !== kind || !usable) throw refuse(source, argument, i, value);
      code = seen.size;
      seen.set(value, code);
    }
    codes[i] = code;
  }
  const classes = sortLabels([...seen.keys()]);
  const rank = new Int32Array(classes.length);
  classes.forEach((value, position) => {
    rank[seen.get(value) as number] = position;
  });
  for (let i = 0; i < n; i++) codes[i] = rank[codes[i]];
  return counted({ codes, classes });
}

/** The rows of each class, ascending, as views of one array. */
export function rowsByClass({ codes, counts }: Codes): Int32Array[] {
  const rows = new Int32Array(codes.length);
  const next = new Int32Array(counts.length);
  for (let c = 1; c < counts.length; c++) next[c] = next[c - 1] + counts[c - 1];
  for (let row = 0; row < codes.length; row++) rows[next[codes[row]]++] = row;
  return Array.from(counts, (count, c) => rows.subarray(next[c] - count, next[c]));
}

/** The extremes of the class counts; a spread of many classes into Math.min would overflow the stack. */
export function extremes(counts: Int32Array): { smallest: number; largest: number } {
  let smallest = counts[0];
  let largest = counts[0];
  for (const count of counts) {
    if (count < smallest) smallest = count;
    if (count > largest) largest = count;
  }
  return { smallest, largest };
}

/** Several labels per row as one text per row. */
function combined(values: StratifyLabels): ArrayLike<Label> {
  const rows = 'to2DArray' in values ? values.to2DArray() : values;
  const first: unknown = (rows as ArrayLike<unknown>)[0];
  const several = Array.isArray(first) || ArrayBuffer.isView(first);
  return several
    ? Array.from(rows as readonly (readonly Label[])[], (row) => Array.from(row).join(' '))
    : (rows as ArrayLike<Label>);
}

function counted({ codes, classes }: { codes: Int32Array; classes: readonly Label[] }): Codes {
  const counts = new Int32Array(classes.length);
  for (const code of codes) counts[code]++;
  return { codes, classes, counts };
}

function refuse(source: string, argument: string, row: number, value: unknown): InvalidInputError {
  return new InvalidInputError(
    `${source}: ${argument} must hold strings, finite numbers or booleans, all of one kind, but row ${row} does not fit. Got ${describe(value)}. Fill or drop that row.`,
    { estimator: source, parameter: argument, received: describe(value), remedy: 'fill or drop that row' },
  );
}
