import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { matmul } from '../../src/kernels/gemm.js';
import { cholesky, leastSquares, luSolve, qr, svd, symmetricEigen } from '../../src/kernels/linalg/index.js';
import { forceKernelBuild } from '../../src/kernels/wasm/runtime.js';
import { builds } from './support.js';

const random = (m: number, n: number, seed = m * 1000 + n): Matrix =>
  Matrix.of(RandomState.from(seed).standardNormal(m * n), n);

function scaled(M: Matrix, s: ArrayLike<number>): Matrix {
  return Matrix.of(
    M.data.map((x, i) => x * s[i % M.columns]),
    M.columns,
  );
}

/** Largest difference, as a share of the largest value of `b`. */
function gap(a: Matrix, b: Matrix): number {
  let worst = 0;
  let size = 1e-300;
  for (let i = 0; i < b.data.length; i++) {
    worst = Math.max(worst, Math.abs(a.data[i] - b.data[i]));
    size = Math.max(size, Math.abs(b.data[i]));
  }
  return worst / size;
}

/** How far the columns are from orthonormal. */
function skew(Q: Matrix): number {
  const products = matmul(Q, Q, { transposeA: true });
  const one = Matrix.zeros(Q.columns, Q.columns);
  for (let i = 0; i < Q.columns; i++) one.set(i, i, 1);
  return gap(products, one);
}

const SIZES = [1, 2, 3, 5, 8, 20, 31, 32, 33, 34, 65, 100];
const SHAPES = [
  [1, 1],
  [1, 4],
  [4, 1],
  [7, 3],
  [3, 7],
  [40, 39],
  [33, 65],
  [130, 64],
  [200, 40],
  [40, 200],
] as const;

describe.each(builds)('decompositions, %s build', (build) => {
  beforeAll(() => forceKernelBuild(build));
  afterAll(() => forceKernelBuild(undefined));

  it.each(SIZES)('symmetricEigen rebuilds a matrix of size %i to 1e-14 times its size', (n) => {
    const B = random(n, n);
    const A = matmul(B, B, { transposeB: true });
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A.set(i, j, A.get(j, i));
    const { values, vectors } = symmetricEigen(A);
    expect(gap(matmul(scaled(vectors, values), vectors, { transposeB: true }), A)).toBeLessThan(
      1e-14 * (n + 5),
    );
    expect(skew(vectors)).toBeLessThan(1e-14 * (n + 5));
    expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => a - b));
  });

  it.each(SHAPES)('qr and svd rebuild a %i x %i matrix', (m, n) => {
    const A = random(m, n);
    const { Q, R } = qr(A);
    expect([Q.rows, Q.columns, R.rows, R.columns]).toEqual([m, Math.min(m, n), Math.min(m, n), n]);
    expect(gap(matmul(Q, R), A)).toBeLessThan(1e-14 * (n + 5));
    expect(skew(Q)).toBeLessThan(1e-14 * (n + 5));
    for (let i = 0; i < R.rows; i++) for (let j = 0; j < i; j++) expect(R.get(i, j)).toBe(0);
    const { U, s, Vt } = svd(A);
    expect(gap(matmul(scaled(U, s), Vt), A)).toBeLessThan(1e-14 * (n + 5));
    expect(skew(U)).toBeLessThan(1e-14 * (n + 5));
    expect(skew(Vt.transpose())).toBeLessThan(1e-14 * (n + 5));
    expect(s.every((value, i) => value >= 0 && (i === 0 || value <= s[i - 1]))).toBe(true);
  });
});

describe('decompositions of awkward matrices', () => {
  it.each([1e-150, 1, 1e150])('scale %f', (size) => {
    const A = Matrix.of(
      random(30, 12).data.map((x) => x * size),
      12,
    );
    const { U, s, Vt } = svd(A);
    expect(gap(matmul(scaled(U, s), Vt), A)).toBeLessThan(1e-13);
    const S = Matrix.of(
      matmul(random(12, 12), random(12, 12), { transposeB: true }).data.map((x) => x * size),
      12,
    );
    for (let i = 0; i < 12; i++) for (let j = 0; j < i; j++) S.set(i, j, S.get(j, i));
    const { values, vectors } = symmetricEigen(S);
    expect(gap(matmul(scaled(vectors, values), vectors, { transposeB: true }), S)).toBeLessThan(1e-13);
  });

  it('rank 3 of 20, all zeros, identity, and a graded diagonal', () => {
    const low = matmul(random(50, 3), random(3, 20));
    const { U, s, Vt } = svd(low);
    expect(s[3] / s[0]).toBeLessThan(1e-14);
    expect(skew(U)).toBeLessThan(1e-13);
    expect(skew(Vt.transpose())).toBeLessThan(1e-13);
    const zeros = svd(Matrix.zeros(6, 4));
    expect(Array.from(zeros.s)).toEqual([0, 0, 0, 0]);
    expect(skew(zeros.U)).toBeLessThan(1e-14);
    expect(Array.from(symmetricEigen(Matrix.zeros(4, 4)).values)).toEqual([0, 0, 0, 0]);
    const graded = Matrix.zeros(30, 30);
    for (let i = 0; i < 30; i++) graded.set(i, i, 10 ** -i);
    expect(symmetricEigen(graded).values[0]).toBeCloseTo(1e-29, 40);
    expect(svd(graded).s[29] / 1e-29).toBeCloseTo(1, 8);
  });

  it('singular values of the Hilbert matrix to epsilon times the largest', () => {
    const H = Matrix.zeros(8, 8);
    for (let i = 0; i < 8; i++) for (let j = 0; j < 8; j++) H.set(i, j, 1 / (i + j + 1));
    // Computed with 50 digits.
    expect(svd(H).s[0]).toBeCloseTo(1.6959389969219498, 13);
    expect(Math.abs(svd(H).s[7] - 1.11153896637244e-10)).toBeLessThan(1e-15);
  });

  it('leastSquares finds the solution of least norm; luSolve and cholesky solve', () => {
    const A = matmul(random(30, 4), random(4, 9));
    const B = random(30, 2);
    const { X, rank } = leastSquares(A, B);
    expect(rank).toBe(4);
    const residual = matmul(A, X);
    for (let i = 0; i < residual.data.length; i++) residual.data[i] -= B.data[i];
    expect(
      gap(matmul(A, residual, { transposeA: true }), Matrix.of(new Float64Array(18).fill(1), 2)),
    ).toBeLessThan(2);
    const S = matmul(random(9, 9), random(9, 9), { transposeB: true });
    const solved = luSolve(S, random(9, 2)) as Matrix;
    expect(gap(matmul(S, solved), random(9, 2))).toBeLessThan(1e-10);
    const L = cholesky(S) as Matrix;
    expect(gap(matmul(L, L, { transposeB: true }), S)).toBeLessThan(1e-13);
    expect(
      cholesky(
        Matrix.from2DArray([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toBeUndefined();
  });
});
