import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { crossProducts, productsWith } from '../../src/kernels/cross_products.js';

const inner = (X: Matrix, a: number, b: number) =>
  Array.from({ length: X.rows }, (_, i) => X.get(i, a) * X.get(i, b)).reduce((sum, v) => sum + v, 0);

describe('crossProducts', () => {
  // One row, one column, odd sizes, more rows than a block, more columns than rows.
  it.each([
    [1, 1],
    [5, 3],
    [700, 130],
    [1037, 7],
    [40_000, 2],
    [20, 301],
  ])('gives the products of %i x %i and two targets as plain sums do', (n, d) => {
    const random = new RandomState(n + d);
    const X = Matrix.of(random.standardNormal(n * d), d);
    const targets = [random.standardNormal(n), random.standardNormal(n)];
    const { gram, xy } = crossProducts(X, targets);
    // Sums of n terms of size 1 in another order.
    const near = 1e-13 * n;
    for (let a = 0; a < d; a += 1 + Math.floor(d / 20)) {
      for (let b = 0; b < d; b++) {
        expect(Math.abs(gram.get(a, b) - inner(X, a, b))).toBeLessThan(near);
        expect(gram.get(a, b)).toBe(gram.get(b, a));
      }
    }
    targets.forEach((y, t) => {
      for (let a = 0; a < d; a++) {
        const sum = y.reduce((total, value, i) => total + value * X.get(i, a), 0);
        expect(Math.abs(xy.get(t, a) - sum)).toBeLessThan(near);
      }
      expect(productsWith(X, y)).toEqual(Float64Array.from(xy.row(t)));
    });
  });

  it('gives zeros without rows, and nothing without columns', () => {
    expect(crossProducts(Matrix.zeros(0, 2), [new Float64Array(0)])).toEqual({
      gram: Matrix.zeros(2, 2),
      xy: Matrix.zeros(1, 2),
    });
    expect(crossProducts(Matrix.zeros(3, 0), []).gram.data.length).toBe(0);
  });
});
