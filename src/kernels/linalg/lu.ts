import { LuDecomposition, Matrix as MlMatrix } from 'ml-matrix';
import { Matrix } from '../../core/matrix.js';

/** P A = L U in one square. */
export interface LU {
  readonly logAbsDeterminant: number;
  readonly sign: number;
  readonly isSingular: boolean;
  /** @internal */
  readonly factors: LuDecomposition;
}

/** LU decomposition with partial pivoting of A (n x n). O(n^3). */
export function lu(A: Matrix): LU {
  const factors = new LuDecomposition(new MlMatrix(A.to2DArray()));
  let logAbsDeterminant = 0;
  let sign = factors.determinant < 0 ? -1 : 1;
  for (let i = 0; i < A.rows; i++)
    logAbsDeterminant += Math.log(Math.abs(factors.upperTriangularMatrix.get(i, i)));
  const isSingular = factors.isSingular();
  if (isSingular) sign = 0;
  return { logAbsDeterminant, sign, isSingular, factors };
}

/**
 * Solves A X = B for a square A (n x n) and B (n x m).
 * @returns X, or undefined when A is singular.
 */
export function luSolve(A: Matrix, B: Matrix): Matrix | undefined {
  const { factors, isSingular } = lu(A);
  if (isSingular) return undefined;
  return Matrix.from2DArray(factors.solve(new MlMatrix(B.to2DArray())).to2DArray());
}
