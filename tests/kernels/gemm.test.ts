import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { Matrix } from '../../src/core/matrix.js';
import {
  crossProduct,
  type GemmShape,
  gemmResident,
  gemmResidentF32,
  gemvResident,
  matmul,
} from '../../src/kernels/gemm.js';
import { referenceGemm, referenceGemv } from '../../src/kernels/reference/gemm.js';
import { denseModule } from '../../src/kernels/wasm/modules/dense.js';
import {
  forceKernelBuild,
  liveAllocations,
  liveSessions,
  withSession,
} from '../../src/kernels/wasm/runtime.js';
import { builds, numbers } from './support.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

const size = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(1, 6, 7, 150, 257));
const shape = fc.record({
  m: size,
  n: size,
  k: size,
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  alpha: fc.constantFrom(1, -2.5),
  beta: fc.constantFrom(0, 1, 0.5),
});

/**
 * Largest |difference| allowed, for both sides the standard bound: a sum of k products of numbers in [-1, 1], times
 * 2.5 at most, and a cell of C, each term rounded at most k + 2 times.
 */
const allowed = (k: number, epsilon: number): number => 2 * (k + 2) * (2.5 * k + 1) * epsilon;

function worstDifference(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let worst = 0;
  for (let i = 0; i < x.length; i++) worst = Math.max(worst, Math.abs(x[i] - y[i]));
  return worst;
}

describe.each(builds)('gemm (%s)', (build) => {
  it('agrees with three loops in double precision', () => {
    fc.assert(
      fc.property(shape, fc.integer(), (s: GemmShape, seed) => {
        forceKernelBuild(build);
        const a = numbers(s.m * s.k, seed);
        const b = numbers(s.k * s.n, seed + 1);
        const c = numbers(s.m * s.n, seed + 2);
        const expected = c.slice();
        referenceGemm(s, a, b, expected);
        const actual = withSession(denseModule, (session) => {
          const region = session.f64(c);
          gemmResident(session, s, session.f64(a), session.f64(b), region);
          return region.view().slice();
        });
        expect(worstDifference(actual, expected)).toBeLessThanOrEqual(allowed(s.k, 2 ** -53));
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with three loops in single precision', () => {
    fc.assert(
      fc.property(shape, fc.integer(), (s: GemmShape, seed) => {
        forceKernelBuild(build);
        const a = Float32Array.from(numbers(s.m * s.k, seed));
        const b = Float32Array.from(numbers(s.k * s.n, seed + 1));
        const c = Float32Array.from(numbers(s.m * s.n, seed + 2));
        const expected = Float64Array.from(c);
        referenceGemm(s, a, b, expected);
        const actual = withSession(denseModule, (session) => {
          const region = session.f32(c);
          gemmResidentF32(session, s, session.f32(a), session.f32(b), region);
          return region.view().slice();
        });
        expect(worstDifference(actual, expected)).toBeLessThanOrEqual(allowed(s.k, 2 ** -24));
      }),
      { numRuns: 60 },
    );
  });

  it('gives a row the same bits in any block of rows', () => {
    forceKernelBuild(build);
    const A = Matrix.of(numbers(37 * 300, 1), 300);
    const B = Matrix.of(numbers(300 * 13, 2), 13);
    const whole = matmul(A, B);
    for (const i of [0, 5, 6, 36]) {
      expect(matmul(Matrix.of(A.row(i).slice(), 300), B).data).toEqual(whole.row(i));
    }
  });

  it('does not read C when beta is 0, and carries NaN and infinities of A', () => {
    forceKernelBuild(build);
    const [fromNaN, fromInfinity] = [Number.NaN, Number.POSITIVE_INFINITY].map((value) =>
      withSession(denseModule, (session) => {
        const c = session.f64(Float64Array.of(Number.NaN));
        gemmResident(session, { m: 1, n: 1, k: 2 }, session.f64([value, 1]), session.f64([1, 1]), c);
        return c.view()[0];
      }),
    );
    expect([fromNaN, fromInfinity]).toEqual([Number.NaN, Number.POSITIVE_INFINITY]);
  });

  it('multiplies by vectors both ways', () => {
    fc.assert(
      fc.property(size, size, fc.boolean(), fc.constantFrom(0, 0.5), (m, n, transpose, beta) => {
        forceKernelBuild(build);
        const a = numbers(m * n, 3);
        const x = numbers(transpose ? m : n, 4);
        const y = numbers(transpose ? n : m, 5);
        const expected = y.slice();
        referenceGemv(m, n, a, x, expected, { transpose, alpha: 2, beta });
        const actual = withSession(denseModule, (session) => {
          const region = session.f64(y);
          gemvResident(session, m, n, session.f64(a), session.f64(x), region, { transpose, alpha: 2, beta });
          return region.view().slice();
        });
        expect(worstDifference(actual, expected)).toBeLessThanOrEqual(allowed(transpose ? m : n, 2 ** -52));
      }),
      { numRuns: 40 },
    );
  });

  it('forms X^T X over several blocks of rows, symmetric to the bit', () => {
    forceKernelBuild(build);
    for (const [rows, columns] of [
      [0, 3],
      [1, 1],
      [500, 17],
      [3000, 900],
    ]) {
      const X = Matrix.of(numbers(rows * columns, 6), columns);
      const C = crossProduct(X);
      expect([C.rows, C.columns]).toEqual([columns, columns]);
      for (const [i, j] of [
        [0, 0],
        [0, columns - 1],
        [columns >> 1, columns - 1],
      ]) {
        let expected = 0;
        for (let r = 0; r < rows; r++) expected += X.get(r, i) * X.get(r, j);
        expect(Math.abs(C.get(i, j) - expected)).toBeLessThanOrEqual(allowed(rows, 2 ** -53));
        expect(C.get(j, i)).toBe(C.get(i, j));
      }
    }
  });
});

describe('matmul', () => {
  it('multiplies transposed and empty operands', () => {
    const A = Matrix.from2DArray([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(matmul(A, A, { transposeB: true }).to2DArray()).toEqual([
      [14, 32],
      [32, 77],
    ]);
    expect(matmul(A, A, { transposeA: true }).row(2)).toEqual(Float64Array.of(27, 36, 45));
    expect(matmul(Matrix.zeros(0, 3), Matrix.zeros(3, 2)).rows).toBe(0);
  });

  it('refuses sizes that do not fit', () => {
    expect(() => matmul(Matrix.zeros(2, 3), Matrix.zeros(2, 3))).toThrow(
      /matmul: the inner sizes must agree/,
    );
  });
});
