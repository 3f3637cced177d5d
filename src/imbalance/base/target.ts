import { InvalidInputError } from '../../core/errors.js';
import { asMatrix } from '../../core/input.js';
import { encodeLabels, type Label, type Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import type { Target } from '../../core/protocol.js';
import type { ClassTable } from './sampling_strategy.js';

/** A checked target that can be written again for other rows in the form it was given. */
export interface SampledTarget extends ClassTable {
  /** The target of rows with the given classes, in the form of y; `grown`: the rows of y come first, unchanged. */
  rebuild(codes: Int32Array, grown?: boolean): Target;
}

/**
 * Reads class labels, or an indicator matrix with a single 1 in each row (a one-hot encoded target).
 * @throws InvalidInputError for missing or continuous labels, or several labels in a row.
 */
export function encodeTarget(y: Target, estimator: string): SampledTarget {
  return isTwoDimensional(y) ? readIndicator(y, estimator) : readLabels(y as Labels, estimator);
}

/**
 * As `encodeTarget`, for two classes or more.
 * @throws InvalidInputError for a single class too.
 */
export function readTarget(y: Target, estimator: string): SampledTarget {
  const target = encodeTarget(y, estimator);
  if (target.classes.length < 2) {
    throw new InvalidInputError(
      `${estimator}: y must hold at least two classes. Got only ${JSON.stringify(target.classes[0])} in all ${target.codes.length} rows. Check how the rows were chosen, or leave the sampler out.`,
      { estimator, parameter: 'y', remedy: 'pass rows of at least two classes' },
    );
  }
  return target;
}

/** Rows in each class. */
export function countCodes(codes: Int32Array, nClasses: number): Int32Array {
  const counts = new Int32Array(nClasses);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return counts;
}

/** The rows of each class, in order. */
export function rowsByClass(codes: Int32Array, counts: Int32Array): Int32Array[] {
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(counts.length);
  for (let i = 0; i < codes.length; i++) rows[codes[i]][filled[codes[i]]++] = i;
  return rows;
}

function readLabels(y: Labels, estimator: string): SampledTarget {
  const { codes, classes } = encodeLabels(y, estimator);
  return {
    codes,
    classes,
    counts: countCodes(codes, classes.length),
    rebuild: (wanted, grown = false) => labelsLike(y, wanted, classes, grown),
  };
}

function labelsLike(y: Labels, codes: Int32Array, classes: readonly Label[], grown: boolean): Labels {
  if (ArrayBuffer.isView(y)) {
    const Kind = y.constructor as new (length: number) => Float64Array;
    const result = new Kind(codes.length);
    for (let i = 0; i < codes.length; i++) result[i] = classes[codes[i]] as number;
    return result;
  }
  if (grown && Array.isArray(y)) return withRuns(y as Label[], codes, classes);
  const result = new Array<Label>(codes.length);
  for (let i = 0; i < codes.length; i++) result[i] = classes[codes[i]];
  return result;
}

/** The labels and then those of the further rows, which come class by class: whole runs are joined at once. */
function withRuns(y: readonly Label[], codes: Int32Array, classes: readonly Label[]): Label[] {
  const runs: Label[][] = [];
  for (let from = y.length; from < codes.length; ) {
    let to = from + 1;
    while (to < codes.length && codes[to] === codes[from]) to++;
    runs.push(new Array<Label>(to - from).fill(classes[codes[from]]));
    from = to;
  }
  return y.concat(...runs);
}

function isTwoDimensional(y: unknown): boolean {
  if (y === null || typeof y !== 'object' || ArrayBuffer.isView(y)) return false;
  if (Array.isArray(y)) return y.length > 0 && typeof y[0] === 'object' && y[0] !== null;
  return y instanceof Matrix || 'shape' in y || 'to2DArray' in y;
}

function readIndicator(y: Target, estimator: string): SampledTarget {
  const matrix = asMatrix(y, { estimator, argument: 'y' });
  const { rows, columns, data } = matrix;
  const codes = new Int32Array(rows);
  for (let i = 0, at = 0; i < rows; i++) {
    let ones = 0;
    for (let c = 0; c < columns; c++, at++) {
      if (data[at] === 1) {
        codes[i] = c;
        ones++;
      } else if (data[at] !== 0) ones = Number.NaN;
    }
    if (ones === 1) continue;
    throw new InvalidInputError(
      `${estimator}: y as a matrix must be an indicator with a single 1 in each row. Got row ${i}: ${Array.from(matrix.row(i)).slice(0, 8).join(', ')}. Pass one label per row; several labels per row cannot be resampled.`,
      { estimator, parameter: 'y', remedy: 'pass one label per row' },
    );
  }
  const used = countCodes(codes, columns);
  const classes = Array.from(used.keys()).filter((c) => used[c] > 0);
  const position = new Int32Array(columns);
  classes.forEach((c, k) => {
    position[c] = k;
  });
  for (let i = 0; i < rows; i++) codes[i] = position[codes[i]];
  return {
    codes,
    classes,
    counts: countCodes(codes, classes.length),
    rebuild(wanted) {
      const result = Matrix.zeros(wanted.length, columns, matrix.columnNames);
      for (let i = 0; i < wanted.length; i++) result.data[i * columns + classes[wanted[i]]] = 1;
      return Array.isArray(y) ? result.to2DArray() : result;
    },
  };
}

/** The smallest class; of equally small ones the class that y shows first. */
export function smallestClass(codes: Int32Array, counts: Int32Array): number {
  const least = counts.reduce((a, b) => Math.min(a, b), codes.length);
  for (let i = 0; i < codes.length; i++) if (counts[codes[i]] === least) return codes[i];
  return 0;
}
