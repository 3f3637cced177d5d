import { describe, expect, it } from 'vitest';
import { Run } from '../../src/core/run.js';
import { solveLower } from '../../src/kernels/spd_factor.js';
import { LowerSolver, solveLowerMany } from '../../src/kernels/triangular_solve.js';
import { numbers } from './support.js';

const run = new Run('test');

/** A lower triangular matrix far from singular; what stands above the diagonal must not be read. */
function lower(n: number): Float64Array {
  const values = numbers(n * n, n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) values[i * n + j] = j > i ? Number.NaN : values[i * n + j] / n;
    values[i * n + i] = 1 + i / n;
  }
  return values;
}

describe('solveLowerMany', () => {
  // Around the sizes of blocks (64), panels (256) and groups of columns (256).
  it.each([
    [1, 1],
    [5, 3],
    [64, 7],
    [65, 256],
    [257, 300],
    [600, 4],
  ])('solves for %i rows and %i columns as one at a time', async (n, m) => {
    const L = lower(n);
    const B = numbers(n * m, 3);
    const wanted = Array.from({ length: m }, (_, j) =>
      solveLower(
        L,
        n,
        Float64Array.from({ length: n }, (_, i) => B[i * m + j]),
      ),
    );
    const Y = await solveLowerMany(L, n, B.slice(), m, run);
    for (let at = 0; at < Y.length; at++) {
      // Rounding of n products of size 1 / n, in another order.
      expect(Math.abs(Y[at] - wanted[at % m][Math.floor(at / m)])).toBeLessThan(1e-13);
    }
  });
});

describe('LowerSolver', () => {
  it('gives products and sums of squares of the columns', async () => {
    const [n, m] = [70, 9];
    const solver = new LowerSolver(lower(n), n, m);
    const B = numbers(n * m, 5);
    const weights = numbers(n, 6);
    solver.columns(m).set(B);
    const products = solver.products(weights, m);
    await solver.solve(m, run);
    const squares = solver.squares(m);
    const Y = solver.columns(m);
    for (let j = 0; j < m; j++) {
      let [product, square] = [0, 0];
      for (let i = 0; i < n; i++) {
        product += weights[i] * B[i * m + j];
        square += Y[i * m + j] ** 2;
      }
      expect(products[j]).toBeCloseTo(product, 12);
      expect(squares[j]).toBeCloseTo(square, 12);
    }
    solver.release();
  });
});
