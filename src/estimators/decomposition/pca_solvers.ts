import type { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import {
  type ColumnMoments,
  centred,
  centredCrossProduct,
  leadingRows,
  type RangeOptions,
  randomizedRange,
  svdAsync,
  symmetricEigenRangeAsync,
} from '../../kernels/linalg/index.js';

/** The ways to the components. */
export type PcaSolver = 'full' | 'covariance_eigh' | 'arpack' | 'randomized';

/** Directions and how much the rows vary along each. */
export interface Spectrum {
  /** Rows are unit directions, the signs as they came. */
  readonly Vt: Matrix;
  /** Variances along them, descending. */
  readonly variance: Float64Array;
  readonly singular: Float64Array;
}

/** scikit-learn's choice: by the shape and by how many components are wanted. */
export function chooseSolver(rows: number, columns: number, wanted: number | 'mle'): PcaSolver {
  if (columns <= 1000 && rows >= 10 * columns) return 'covariance_eigh';
  if (Math.max(rows, columns) <= 500) return 'full';
  const few = wanted !== 'mle' && wanted >= 1 && wanted < 0.8 * Math.min(rows, columns);
  return few ? 'randomized' : 'full';
}

/** The k leading directions (default all) from the eigenvectors of the covariance. O(n d^2 + d^3). */
export async function byCovariance(
  X: Matrix,
  { mean }: ColumnMoments,
  run: Run,
  k: number = X.columns,
): Promise<Spectrum> {
  const products = await centredCrossProduct(X, mean, run);
  const { values, vectors } = await symmetricEigenRangeAsync(products, X.columns - k, X.columns, run);
  const squares = values.map((value) => Math.max(0, value)).reverse();
  const d = values.length;
  const Vt = vectors.transpose();
  const reversed = Vt.takeRows(Int32Array.from({ length: d }, (_, i) => d - 1 - i));
  return {
    Vt: reversed,
    variance: squares.map((value) => value / (X.rows - 1)),
    singular: squares.map(Math.sqrt),
  };
}

/** All directions from the singular value decomposition of the centred rows. O(n d min(n, d)). */
export async function bySvd(X: Matrix, { mean }: ColumnMoments, run: Run, k?: number): Promise<Spectrum> {
  const found = await svdAsync(centred(X, mean), run, { left: false });
  const singular = found.s.slice(0, k);
  return {
    Vt: leadingRows(found.Vt, singular.length),
    singular,
    variance: singular.map((s) => (s * s) / (X.rows - 1)),
  };
}

/** The leading k directions by power iterations on a random subspace. O(n d k). */
export async function byRandomSubspace(
  X: Matrix,
  { mean }: ColumnMoments,
  k: number,
  options: RangeOptions,
  random: RandomState,
  run: Run,
): Promise<Spectrum> {
  const { s, Vt } = await randomizedRange(centred(X, mean), k, options, random, run);
  return { Vt, singular: s, variance: s.map((value) => (value * value) / (X.rows - 1)) };
}
