import { describe, expect, it } from 'vitest';
import { Run } from '../../src/core/run.js';
import { SpdFactor, solveLower, solveUpper } from '../../src/kernels/spd_factor.js';
import { numbers } from './support.js';

/** A positive definite matrix: B B' + n. */
function positive(n: number): Float64Array {
  const b = numbers(n * n, n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = i === j ? n : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k] * b[j * n + k];
      a[i * n + j] = sum;
    }
  }
  return a;
}

const run = new Run('test');

describe('SpdFactor', () => {
  it.each([1, 5, 96, 97, 200, 330])('%d rows: factor, solution and inverse', async (n) => {
    const a = positive(n);
    const factor = new SpdFactor(n);
    factor.values.set(a);
    expect(await factor.factor(run)).toBe(true);
    const L = factor.values.slice();
    let worst = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k <= j; k++) sum += L[i * n + k] * L[j * n + k];
        worst = Math.max(worst, Math.abs(sum - a[i * n + j]));
      }
    }
    // Rounding of n products of size up to 2 n.
    expect(worst).toBeLessThan(1e-14 * n * n + 1e-14);
    const b = numbers(n, 3);
    const x = factor.solve(b);
    expect(solveUpper(L, n, solveLower(L, n, b.slice()))).toEqual(x);
    await factor.invert(run);
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += factor.values[Math.max(i, j) * n + Math.min(i, j)] * b[j];
      expect(Math.abs(sum - x[i])).toBeLessThan(1e-12);
    }
    factor.release();
  });

  it('tells a matrix that is not positive definite', async () => {
    const factor = new SpdFactor(2);
    factor.values.set([1, 2, 2, 1]);
    expect(await factor.factor(run)).toBe(false);
    factor.release();
  });
});
