import { describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import { RandomState } from '../../src/core/random.js';
import { Run } from '../../src/core/run.js';
import { matmul } from '../../src/kernels/gemm.js';
import {
  denseOperator,
  largestEigenpairs,
  qr,
  svd,
  svdAsync,
  symmetricEigen,
  symmetricEigenAsync,
  symmetricEigenRange,
} from '../../src/kernels/linalg/index.js';
import { expectClose } from '../support/fixtures.js';

/** A symmetric matrix with these eigenvalues. */
function withValues(values: readonly number[], seed = 0): Matrix {
  const n = values.length;
  const { Q } = qr(Matrix.of(new RandomState(seed).standardNormal(n * n), n));
  const scaled = Matrix.of(
    Q.data.map((x, i) => x * values[i % n]),
    n,
  );
  const A = matmul(scaled, Q, { transposeB: true });
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) A.set(j, i, A.get(i, j));
  return A;
}

/** Largest |A v - value v| and largest fault of orthogonality, over the size of A. */
function faults(A: Matrix, values: Float64Array, vectors: Matrix): [number, number] {
  const size = Math.max(...A.data.map(Math.abs)) * A.rows || 1;
  const AV = matmul(A, vectors);
  const k = vectors.columns;
  const residual = Math.max(...AV.data.map((x, i) => Math.abs(x - vectors.data[i] * values[i % k])));
  const gram = matmul(vectors, vectors, { transposeA: true });
  const skew = Math.max(...gram.data.map((x, i) => Math.abs(x - (i % (k + 1) === 0 ? 1 : 0))));
  return [residual / size, skew];
}

const spectra: Record<string, number[]> = {
  spread: Array.from({ length: 80 }, (_, i) => i - 20),
  graded: Array.from({ length: 60 }, (_, i) => 2 ** -i),
  'five times the same, largest': Array.from({ length: 50 }, (_, i) => (i < 5 ? 3 : i / 100)),
  'two values': Array.from({ length: 40 }, (_, i) => (i % 2 ? 1 : -1)),
  clustered: Array.from({ length: 70 }, (_, i) => (i < 10 ? 1 + i * 1e-13 : i / 1000)),
  zero: new Array(30).fill(0),
};

describe.each(Object.entries(spectra))('eigenvalues: %s', (_name, values) => {
  const A = withValues(values);
  const sorted = Float64Array.from(values).sort();
  const n = values.length;
  const size = Math.max(...values.map(Math.abs), 1e-300);

  it.each([
    [0, 1],
    [n - 6, n],
    [3, 9],
    [0, n],
  ])('number %d to %d', (first, last) => {
    const found = symmetricEigenRange(A, first, last);
    expectClose(found.values, sorted.slice(first, last), { rtol: 0, atol: 1e-14 * n * size });
    const [residual, skew] = faults(A, found.values, found.vectors);
    expect(residual).toBeLessThan(1e-14);
    expect(skew).toBeLessThan(1e-13);
  });

  it('by products, copies of one value included', async () => {
    const operator = denseOperator(A);
    const found = await largestEigenpairs(operator, 6, { run: new Run('test'), random: new RandomState(1) });
    operator.release();
    expect(found.converged).toBe(true);
    expectClose(found.values, sorted.slice(n - 6).reverse(), { rtol: 0, atol: 1e-13 * n * size });
    const [residual, skew] = faults(A, found.values, found.rows.transpose());
    expect(residual).toBeLessThan(1e-13);
    expect(skew).toBeLessThan(1e-12);
  });
});

describe('a few eigenvectors', () => {
  it('of split, tiny, huge and minute matrices', () => {
    const blocks = Matrix.zeros(40, 40);
    for (let i = 0; i < 40; i++) blocks.set(i, i, i % 4);
    for (const scale of [1, 1e-150, 1e150]) {
      const A = Matrix.of(
        withValues(spectra.spread).data.map((x) => x * scale),
        80,
      );
      const { values } = symmetricEigenRange(A, 76, 80);
      expectClose(
        values,
        [56, 57, 58, 59].map((x) => x * scale),
        { rtol: 1e-12 },
      );
    }
    const [residual, skew] = faults(
      blocks,
      ...(Object.values(symmetricEigenRange(blocks, 33, 40)) as [Float64Array, Matrix]),
    );
    expect(Math.max(residual, skew)).toBeLessThan(1e-14);
    expect(Array.from(symmetricEigenRange(Matrix.of(Float64Array.of(5), 1), 0, 1).values)).toEqual([5]);
  });

  it('the whole in pieces is the whole at once, and is aborted', async () => {
    const A = withValues(spectra.spread, 3);
    expect(await symmetricEigenAsync(A, new Run('test'))).toEqual(symmetricEigen(A));
    const n = 700;
    const B = Matrix.of(new RandomState(0).standardNormal(n * n), n);
    const controller = new AbortController();
    const run = new Run('test', { signal: controller.signal });
    let asked = 0;
    setTimeout(() => {
      asked = performance.now();
      controller.abort();
    }, 40);
    await expect(symmetricEigenAsync(B, run)).rejects.toThrow(/abort/i);
    expect(performance.now() - asked).toBeLessThan(400);
  });

  it.each([
    [12, 12],
    [40, 9],
    [9, 40],
    [130, 100],
  ])('one side of the singular vectors of a %d x %d matrix', async (m, n) => {
    const A = Matrix.of(new RandomState(m).standardNormal(m * n), n);
    const { U, s, Vt } = svd(A);
    const right = svd(A, { left: false });
    const left = await svdAsync(A, new Run('test'), { right: false });
    expect([right.U.data.length, left.Vt.data.length]).toEqual([0, 0]);
    expectClose(right.s, s, { rtol: 1e-12 });
    expectClose(left.s, s, { rtol: 1e-12 });
    expectClose(right.Vt, Vt, { rtol: 0, atol: 1e-10 });
    // Each side alone is right up to signs: U s rebuilds A A^T.
    const rebuilt = (V: Matrix) => {
      const scaled = Matrix.of(
        V.data.map((x, i) => x * s[i % s.length]),
        s.length,
      );
      return matmul(scaled, scaled, { transposeB: true });
    };
    expectClose(rebuilt(left.U), rebuilt(U), { rtol: 0, atol: 1e-9 });
  });
});
