import { inputError, type MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { checkRowPair } from '../pairwise/inputs.js';
import { codesOf } from './contingency.js';

/** Labels as codes, with the number of rows of each. */
export interface Clusters {
  readonly codes: Int32Array;
  readonly counts: Float64Array;
}

/**
 * Checks that n rows have labels of 2 to n - 1 clusters, without which the scores of a clustering mean nothing.
 * @throws InvalidInputError otherwise.
 */
export function checkClusters(labels: Labels, n: number, caller: string): Clusters {
  const { codes, size } = codesOf(labels, caller, 'labels');
  if (codes.length !== n) {
    throw inputError(
      caller,
      'labels',
      `must have one entry for each of the ${n} rows of X`,
      `${codes.length} entries`,
      'Pass one label per row.',
    );
  }
  if (size < 2 || size > n - 1) {
    throw inputError(
      caller,
      'labels',
      `must name 2 to n - 1 clusters of the ${n} rows`,
      `${size} cluster(s)`,
      'Choose another number of clusters.',
    );
  }
  const counts = new Float64Array(size);
  for (let i = 0; i < n; i++) counts[codes[i]]++;
  return { codes, counts };
}

/** Rows with their clusters, and the mean of each cluster. */
export interface ClusteredRows extends Clusters {
  readonly X: Matrix;
  /** k x d, row-major. */
  readonly centers: Float64Array;
}

/** Checks rows and labels and takes the means of the clusters. */
export function clusteredRows(X: MatrixLike, labels: Labels, caller: string): ClusteredRows {
  const rows = checkRowPair(X, null, caller).X;
  const clusters = checkClusters(labels, rows.rows, caller);
  return { ...clusters, X: rows, centers: clusterMeans(rows, clusters) };
}

function clusterMeans({ data, rows, columns: d }: Matrix, { codes, counts }: Clusters): Float64Array {
  const centers = new Float64Array(counts.length * d);
  // Sums of differences from the first row keep their digits when the data lie far from the origin.
  for (let i = 0; i < rows; i++) {
    for (let j = 0, c = codes[i] * d; j < d; j++) centers[c + j] += data[i * d + j] - data[j];
  }
  for (let k = 0; k < counts.length; k++) {
    for (let j = 0; j < d; j++) centers[k * d + j] = data[j] + centers[k * d + j] / counts[k];
  }
  return centers;
}
