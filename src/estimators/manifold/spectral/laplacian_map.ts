import { InvalidInputError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import type { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { ConvergenceWarning, DataWarning, warn } from '../../../core/warnings.js';
import {
  denseOperator,
  flipByRows,
  largestEigenpairs,
  type SymmetricOperator,
  symmetricEigenRangeAsync,
} from '../../../kernels/linalg/index.js';
import { connectedParts, type Graph } from '../graph.js';
import type { Affinity } from './affinity.js';

/** Up to this size the whole matrix is reduced: certain, and as quick. */
const SMALL = 300;

/** What decides the map. */
export interface LaplacianOptions {
  readonly nComponents: number;
  /** Leave out the first eigenvector, which is constant when the graph hangs together. */
  readonly dropFirst: boolean;
  /** Relative accuracy of the eigenvectors; 0 for all digits. */
  readonly tol: number;
  readonly random: RandomState;
  readonly run: Run;
}

/**
 * The eigenvectors of the smallest eigenvalues of the normalised Laplacian of an affinity, each divided by the roots of
 * the degrees: n x nComponents, the value of largest size in each positive. A sparse affinity stays sparse: memory
 * O(edges + n k).
 * Source: Belkin and Niyogi (2003); scikit-learn spectral_embedding.
 */
export async function laplacianMap(
  affinity: Affinity,
  { nComponents, dropFirst, tol, random, run }: LaplacianOptions,
): Promise<Matrix> {
  const sparse = 'sparse' in affinity;
  const n = sparse ? affinity.sparse.n : affinity.dense.rows;
  const k = nComponents + (dropFirst ? 1 : 0);
  if (k > n) {
    throw new InvalidInputError(
      `${run.estimator}: nComponents must be at most ${n - (dropFirst ? 1 : 0)} for ${n} rows. Got ${nComponents}. Lower nComponents.`,
      { estimator: run.estimator, parameter: 'nComponents', remedy: 'lower nComponents' },
    );
  }
  if (!hangsTogether(affinity)) {
    warn(
      new DataWarning(
        'the graph is not connected: the first eigenvectors only tell its parts apart',
        run.estimator,
      ),
    );
  }
  const roots = sparse ? rootsOfGraph(affinity.sparse) : rootsOfMatrix(affinity.dense);
  const rows = await leadingRowsOf(affinity, roots, k, tol, random, run);
  for (let j = 0; j < k; j++) {
    const row = rows.row(j);
    for (let i = 0; i < n; i++) row[i] /= roots[i];
  }
  flipByRows(rows);
  const first = dropFirst ? 1 : 0;
  return Matrix.of(rows.data.slice(first * n), n).transpose();
}

async function leadingRowsOf(
  affinity: Affinity,
  roots: Float64Array,
  k: number,
  tol: number,
  random: RandomState,
  run: Run,
): Promise<Matrix> {
  const n = roots.length;
  const sparse = 'sparse' in affinity;
  if (n <= SMALL || k > n / 3) {
    const whole = sparse
      ? scaledMatrix(densified(affinity.sparse), roots)
      : scaledMatrix(affinity.dense, roots);
    const { vectors } = await symmetricEigenRangeAsync(whole, n - k, n, run);
    const falling = Int32Array.from({ length: k }, (_, j) => k - 1 - j);
    return vectors.takeColumns(falling).transpose();
  }
  const operator: SymmetricOperator & { release?(): void } = sparse
    ? graphOperator(affinity.sparse, roots)
    : denseOperator(scaledMatrix(affinity.dense, roots));
  try {
    const found = await largestEigenpairs(operator, k, { run, random, tol });
    if (!found.converged) {
      warn(new ConvergenceWarning('the eigenvectors have not converged: raise eigenTol', run.estimator));
    }
    return found.rows;
  } finally {
    operator.release?.();
  }
}

/** Roots of the degrees, edges of a point with itself left out; 1 for a point alone. */
function rootsOfGraph({ n, starts, columns, values }: Graph): Float64Array {
  const roots = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) if (columns[at] !== i) roots[i] += values[at];
  }
  return roots.map(rootOfDegree);
}

function rootsOfMatrix({ rows: n, data }: Matrix): Float64Array {
  const roots = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) for (let j = 0; j < n; j++, at++) if (i !== j) roots[j] += data[at];
  return roots.map(rootOfDegree);
}

function rootOfDegree(degree: number): number {
  return degree > 0 ? Math.sqrt(degree) : 1;
}

/** The affinity over the roots of both degrees, with zeros on the diagonal: the Laplacian is one minus it. */
function scaledMatrix({ rows: n, data }: Matrix, roots: Float64Array): Matrix {
  const result = new Float64Array(n * n);
  for (let i = 0, at = 0; i < n; i++) {
    for (let j = 0; j < n; j++, at++) if (i !== j) result[at] = data[at] / roots[i] / roots[j];
  }
  return Matrix.of(result, n);
}

function densified({ n, starts, columns, values }: Graph): Matrix {
  const result = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) result.data[i * n + columns[at]] = values[at];
  }
  return result;
}

function graphOperator({ n, starts, columns, values }: Graph, roots: Float64Array): SymmetricOperator {
  const scaled = new Float64Array(values.length);
  for (let i = 0; i < n; i++) {
    for (let at = starts[i]; at < starts[i + 1]; at++) {
      const j = columns[at];
      scaled[at] = j === i ? 0 : values[at] / roots[i] / roots[j];
    }
  }
  return {
    n,
    multiply(x, y) {
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let at = starts[i], end = starts[i + 1]; at < end; at++) sum += scaled[at] * x[columns[at]];
        y[i] = sum;
      }
    },
  };
}

function hangsTogether(affinity: Affinity): boolean {
  if ('sparse' in affinity) return connectedParts(affinity.sparse).count === 1;
  const { rows: n, data } = affinity.dense;
  const reached = new Uint8Array(n);
  const stack = [0];
  reached[0] = 1;
  let count = 1;
  while (stack.length > 0) {
    const i = stack.pop() as number;
    for (let j = 0; j < n; j++) {
      if (reached[j] || data[i * n + j] === 0) continue;
      reached[j] = 1;
      count++;
      stack.push(j);
    }
  }
  return count === n;
}
