import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { ContrastPass } from '../../src/kernels/contrast_pass.js';
import { CoordinateFactors } from '../../src/kernels/coordinate_factors.js';
import { matmul } from '../../src/kernels/gemm.js';
import { atOnce } from '../../src/kernels/linalg/index.js';
import { expectClose } from '../support/fixtures.js';

const random = (rows: number, columns: number, seed = rows + columns): Matrix =>
  Matrix.of(new RandomState(seed).standardNormal(rows * columns), columns);

describe('passes of independent component analysis', () => {
  const plain = {
    logcosh: (x: number, a: number) => [Math.tanh(a * x), a * (1 - Math.tanh(a * x) ** 2)],
    gauss: (x: number) => [x * Math.exp((-x * x) / 2), (1 - x * x) * Math.exp((-x * x) / 2)],
    cube: (x: number) => [x ** 3, 3 * x * x],
  } as const;

  it.each([
    ['logcosh', 3, 1],
    ['logcosh', 2049, 1.7],
    ['gauss', 5000, 1],
    ['cube', 4097, 1],
  ] as const)('%s on %d columns equals plain sums', (name, n, alpha) => {
    const X = random(4, n);
    const W = random(3, 4);
    const pass = new ContrastPass(X);
    const { products, slopes } = atOnce(pass.blocks(W, name, alpha));
    pass.release();
    const Y = matmul(W, X);
    const sums = new Float64Array(3);
    for (let i = 0; i < Y.data.length; i++) {
      const [value, slope] = plain[name](Y.data[i], alpha);
      Y.data[i] = value;
      sums[Math.floor(i / n)] += slope;
    }
    expectClose(slopes, sums, { rtol: 1e-12 });
    expectClose(products, matmul(Y, X, { transposeB: true }), { rtol: 1e-11, atol: 1e-9 });
  });
});

describe('passes over the coordinates of non-negative factors', () => {
  it.each([
    [7, 5, 3],
    [1, 4, 2],
    [103, 20, 5],
    [6, 9, 1],
  ])('of %d x %d in %d components equal plain ones', (n, d, k) => {
    const positive = (A: Matrix) =>
      Matrix.of(
        A.data.map((x) => Math.max(0, x)),
        A.columns,
      );
    const [X, W, Ht] = [positive(random(n, d)), positive(random(n, k)), positive(random(d, k, 5))];
    const factors = new CoordinateFactors(X, W, Ht);
    for (const ofW of [true, false]) {
      const order = Int32Array.from({ length: k }, (_, t) => k - 1 - t);
      const violation = atOnce(factors.pass(ofW, 0.1, 0.2, order));
      const [own, other] = ofW ? [W, Ht] : [Ht, W];
      const gram = matmul(other, other, { transposeA: true });
      for (let t = 0; t < k; t++) gram.data[t * k + t] += 0.2;
      const target = ofW ? matmul(X, Ht) : matmul(X, W, { transposeA: true });
      let expected = 0;
      for (let i = 0; i < own.rows; i++) {
        for (const t of order) {
          let slope = 0.1 - target.get(i, t);
          for (let r = 0; r < k; r++) slope += gram.get(t, r) * own.get(i, r);
          expected += Math.abs(own.get(i, t) === 0 ? Math.min(0, slope) : slope);
          if (gram.get(t, t) !== 0) own.set(i, t, Math.max(0, own.get(i, t) - slope / gram.get(t, t)));
        }
      }
      expectClose([violation], [expected], { rtol: 1e-11 });
      const found = factors.factors();
      expectClose(ofW ? found.W : found.Ht, own, { rtol: 1e-10, atol: 1e-12 });
    }
    factors.release();
    expect(W.rows).toBe(n);
  });
});
