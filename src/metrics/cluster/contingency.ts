import { describe, InvalidInputError } from '../../core/errors.js';
import { asMatrix, inputError, type MatrixLike } from '../../core/input.js';
import { encodeLabels, type Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { checkOptionNames } from '../options.js';

/** Co-occurrence counts of two labellings: only cells that are not zero, sorted by row and column. */
export interface Contingency {
  /** Class of each cell. */
  readonly rowOf: Int32Array;
  /** Cluster of each cell. */
  readonly columnOf: Int32Array;
  /** Rows of data in each cell. */
  readonly counts: Float64Array;
  /** Rows of data per class. */
  readonly rowSums: Float64Array;
  /** Rows of data per cluster. */
  readonly columnSums: Float64Array;
  /** Rows of data in all. */
  readonly total: number;
}

/**
 * Counts how often each class meets each cluster. Memory O(n), however many labels there are: with as many labels
 * as rows a dense table would have n^2 cells. O(n log n).
 * @throws InvalidInputError for labellings of unequal lengths or unfit labels.
 */
export function contingency(labelsTrue: Labels, labelsPred: Labels, caller: string): Contingency {
  const truth = codesOf(labelsTrue, caller, 'labelsTrue');
  const predicted = codesOf(labelsPred, caller, 'labelsPred');
  const n = truth.codes.length;
  if (predicted.codes.length !== n) {
    throw inputError(
      caller,
      'labelsPred',
      `must be as long as labelsTrue, ${n}`,
      `${predicted.codes.length} labels`,
      'Pass one label per row in both.',
    );
  }
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = truth.codes[i] * predicted.size + predicted.codes[i];
  keys.sort();
  const cells: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < n; i++) {
    if (i > 0 && keys[i] === keys[i - 1]) counts[counts.length - 1]++;
    else {
      cells.push(keys[i]);
      counts.push(1);
    }
  }
  const rowOf = Int32Array.from(cells, (key) => Math.floor(key / predicted.size));
  const columnOf = Int32Array.from(cells, (key) => key % predicted.size);
  return withSums(rowOf, columnOf, Float64Array.from(counts), truth.size, predicted.size);
}

/** The same from a table of counts. @throws InvalidInputError for negative counts. */
export function contingencyOf(table: MatrixLike, caller: string): Contingency {
  const { data, rows, columns } = asMatrix(table, { estimator: caller, argument: 'contingency' });
  const filled: number[] = [];
  for (let k = 0; k < data.length; k++) {
    if (data[k] < 0)
      throw inputError(caller, 'contingency', 'must hold counts', describe(data[k]), 'Pass numbers >= 0.');
    if (data[k] > 0) filled.push(k);
  }
  return withSums(
    Int32Array.from(filled, (k) => Math.floor(k / columns)),
    Int32Array.from(filled, (k) => k % columns),
    Float64Array.from(filled, (k) => data[k]),
    rows,
    columns,
  );
}

/** Options of `contingencyMatrix`. */
export interface ContingencyMatrixOptions {
  /** Added to every cell, so that none is 0; default none. */
  readonly eps?: number | null;
}

/**
 * Counts of rows by class (down, sorted) and cluster (across, sorted): a Matrix k x l.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n + k l).
 * Source: scikit-learn contingency_matrix.
 * @example
 * ```ts
 * contingencyMatrix([0, 0, 1, 1], ['a', 'b', 'b', 'b']).to2DArray(); // [[1, 1], [0, 2]]
 * ```
 */
export function contingencyMatrix(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: ContingencyMatrixOptions = {},
): Matrix {
  checkOptionNames(options, ['eps'], 'contingencyMatrix');
  const { rowOf, columnOf, counts, rowSums, columnSums } = contingency(
    labelsTrue,
    labelsPred,
    'contingencyMatrix',
  );
  const result = Matrix.zeros(rowSums.length, columnSums.length);
  for (let k = 0; k < counts.length; k++) result.set(rowOf[k], columnOf[k], counts[k]);
  if (options.eps) for (let k = 0; k < result.data.length; k++) result.data[k] += options.eps;
  return result;
}

/** Codes of a labelling, which may be empty, and the number of distinct labels. */
export function codesOf(
  labels: Labels,
  caller: string,
  argument: string,
): { codes: Int32Array; size: number } {
  if (labels === null || labels === undefined || typeof labels !== 'object' || !('length' in labels)) {
    throw new InvalidInputError(
      `${caller}: ${argument} must be an array of labels. Got ${describe(labels)}. Pass one label per row.`,
      {
        estimator: caller,
        parameter: argument,
        received: describe(labels),
        remedy: 'pass one label per row',
      },
    );
  }
  if (labels.length === 0) return { codes: new Int32Array(0), size: 0 };
  const { codes, classes } = encodeLabels(labels, caller, argument);
  return { codes, size: classes.length };
}

function withSums(
  rowOf: Int32Array,
  columnOf: Int32Array,
  counts: Float64Array,
  rows: number,
  columns: number,
): Contingency {
  const rowSums = new Float64Array(rows);
  const columnSums = new Float64Array(columns);
  let total = 0;
  for (let k = 0; k < counts.length; k++) {
    rowSums[rowOf[k]] += counts[k];
    columnSums[columnOf[k]] += counts[k];
    total += counts[k];
  }
  return { rowOf, columnOf, counts, rowSums, columnSums, total };
}
