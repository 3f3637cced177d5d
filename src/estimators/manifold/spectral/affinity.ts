import { InvalidInputError } from '../../../core/errors.js';
import { inputError } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import { findNeighbors, indexOf, type SparseRows } from '../../neighbors/kneighbors_base.js';
import { type Graph, symmetricGraph } from '../graph.js';

/** How alike rows are: a dense symmetric matrix, or a sparse graph. */
export type Affinity = { readonly dense: Matrix } | { readonly sparse: Graph };

/**
 * The graph of the k nearest neighbours, each row its own first: 1 where two are neighbours of each other, 1/2 where
 * one is. `metric` 'precomputed' takes X for distances.
 */
export async function neighborAffinity(
  X: Matrix,
  k: number,
  metric: 'minkowski' | 'precomputed',
  nJobs: number | null,
  run: Run,
): Promise<Affinity> {
  const settings = { algorithm: 'auto', leafSize: 30, metric, p: 2, metricParams: null, nJobs } as const;
  const { indices } = await findNeighbors(indexOf(X, settings, k, run.estimator), X, k, settings, run);
  const from = Int32Array.from(indices, (_, at) => Math.floor(at / k));
  const value = new Float64Array(indices.length).fill(0.5);
  const graph = symmetricGraph(X.rows, { from, to: indices, value }, (a, b) => a + b);
  return { sparse: graph };
}

/** A given affinity, made symmetric with a warning when it is not. @throws InvalidInputError when not square. */
export function givenAffinity(X: Matrix, type: string): Affinity {
  if (X.rows !== X.columns) {
    throw inputError(type, 'X', 'must be square for a given affinity', X.toString(), 'Pass n x n values.');
  }
  const n = X.rows;
  let gap = 0;
  let size = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      gap = Math.max(gap, Math.abs(X.data[i * n + j] - X.data[j * n + i]));
      size = Math.max(size, Math.abs(X.data[i * n + j]), Math.abs(X.data[j * n + i]));
    }
  }
  if (gap <= 1e-10 * size) return { dense: X };
  warn(new DataWarning('the affinity is not symmetric: the mean of it and its transposed is taken', type));
  const turned = X.transpose().data;
  return {
    dense: Matrix.of(
      X.data.map((x, i) => (x + turned[i]) / 2),
      n,
    ),
  };
}

/** The affinity as what an estimator shows: a matrix, or sparse rows. */
export function shownAffinity(affinity: Affinity): Matrix | SparseRows {
  if ('dense' in affinity) return affinity.dense;
  const { n, starts, columns, values } = affinity.sparse;
  return { data: values, indices: columns, indptr: starts, shape: [n, n] };
}

/** @throws InvalidInputError when a row has fewer rows beside it than neighbours are asked for. */
export function checkNeighbors(k: number, n: number, type: string): void {
  if (k <= n) return;
  throw new InvalidInputError(
    `${type}: nNeighbors must be at most the ${n} rows. Got ${k}. Lower nNeighbors or give more rows.`,
    { estimator: type, parameter: 'nNeighbors', received: String(k), remedy: 'lower nNeighbors' },
  );
}
