import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { addColumnSquares, addColumnSums, shiftDivideColumns } from '../../src/kernels/columns.js';
import { forceKernelBuild, liveAllocations } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds, numbers } from './support.js';

afterEach(() => forceKernelBuild(undefined));

/** More cells than the plain loops take, odd numbers of rows and columns included. */
const shapes = fc.tuple(
  fc.integer({ min: 1, max: 33 }),
  fc.integer({ min: 1, max: 2000 }),
  fc.nat({ max: 1e9 }),
);

describe.each(builds)('sums down the columns (%s)', (build) => {
  it('are those of plain loops', () => {
    forceKernelBuild(build);
    const property = fc.property(shapes, ([d, n, seed]) => {
      const data = numbers(n * d, seed);
      const from = seed % n;
      const sum = numbers(d, seed + 1);
      const mean = numbers(d, seed + 2);
      const drift = numbers(d, seed + 3);
      const squares = numbers(d, seed + 4);
      const expected = { sum: sum.slice(), drift: drift.slice(), squares: squares.slice() };
      const scaled = new Float64Array(n * d);
      const divisor = numbers(d, seed + 5).map((v) => 2 + v);
      for (let i = from; i < n; i++) {
        for (let j = 0; j < d; j++) {
          const value = data[i * d + j];
          const gap = value - mean[j];
          expected.sum[j] += value;
          expected.drift[j] += gap;
          expected.squares[j] += gap * gap;
          scaled[i * d + j] = gap / divisor[j];
        }
      }
      addColumnSums(data, d, from, n, sum);
      addColumnSquares(data, d, from, n, mean, drift, squares);
      const out = new Float64Array(n * d);
      shiftDivideColumns(data, out, mean, divisor, from, n);
      // Another order of the same sums of up to 2000 terms below 4.
      expectClose(sum, expected.sum, { rtol: 1e-11, atol: 1e-11 });
      expectClose(drift, expected.drift, { rtol: 1e-11, atol: 1e-11 });
      expectClose(squares, expected.squares, { rtol: 1e-11, atol: 1e-11 });
      expect(out).toEqual(scaled);
    });
    fc.assert(property, { numRuns: 40 });
    expect(liveAllocations()).toBe(0);
  });
});
