import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  expArray,
  logArray,
  logSumExpRows,
  sigmoidArray,
  softmaxRows,
} from '../../src/kernels/elementwise.js';
import {
  referenceLogSumExpRows,
  referenceSigmoid,
  referenceSoftmaxRows,
} from '../../src/kernels/reference/elementwise.js';
import { forceKernelBuild, liveAllocations, liveSessions } from '../../src/kernels/wasm/runtime.js';
import { expectClose } from '../support/fixtures.js';
import { builds, numbers } from './support.js';

afterEach(() => {
  forceKernelBuild(undefined);
  expect([liveSessions(), liveAllocations()]).toEqual([0, 0]);
});

/** Distance in units of the last place of `expected`. */
function ulps(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const exponent = Math.max(-1022, Math.floor(Math.log2(Math.abs(expected))));
  return Math.abs(actual - expected) / 2 ** Math.max(-1074, exponent - 52);
}

function worstUlps(actual: Float64Array, x: Float64Array, f: (x: number) => number): number {
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const distance = ulps(actual[i], f(x[i]));
    if (!(distance <= worst)) worst = distance;
  }
  return worst;
}

const EDGES = [0, -0, 1, -1, 5e-324, -5e-324, 1e-310, 2.2250738585072014e-308, 1e308, -1e308];
const SPECIAL = [...EDGES, Number.MAX_VALUE, Infinity, -Infinity, NaN];

// Math.exp and Math.log are themselves up to 1 ulp from the truth, ours up to 0.9: they may be 2 apart.
describe.each(builds)('exp, log, sigmoid (%s)', (build) => {
  it('exp is within 2 ulp of Math.exp, through gradual underflow and overflow', () => {
    forceKernelBuild(build);
    const x = Float64Array.of(
      ...numbers(20_000, 1).map((v) => 700 * v),
      ...numbers(20_000, 2),
      ...numbers(5000, 3).map((v) => -727 + 20 * v),
      ...[709.78, 709.79, -708.4, -745.13, -745.14, -746, -1000, 710, 1000],
      ...SPECIAL,
    );
    expect(worstUlps(expArray(x), x, Math.exp)).toBeLessThanOrEqual(2);
  });

  it('log is within 2 ulp of Math.log, subnormal numbers included', () => {
    forceKernelBuild(build);
    const x = Float64Array.of(
      ...numbers(20_000, 4).map((v) => 2 ** (1023 * v)),
      ...numbers(20_000, 5).map((v) => 1 + v / 2),
      ...numbers(2000, 6).map((v) => 1e-310 * Math.abs(v)),
      ...SPECIAL,
    );
    expect(worstUlps(logArray(x), x, Math.log)).toBeLessThanOrEqual(2);
  });

  it('sigmoid is within 4 ulp of the stable formula and has exact limits', () => {
    forceKernelBuild(build);
    const x = Float64Array.of(...numbers(20_000, 7).map((v) => 40 * v), ...SPECIAL);
    expect(worstUlps(sigmoidArray(x), x, referenceSigmoid)).toBeLessThanOrEqual(4);
    expect(Array.from(sigmoidArray(Float64Array.of(-1e308, 1e308, 0)))).toEqual([0, 1, 0.5]);
  });

  it('gives a value the same bits at any place and length', () => {
    forceKernelBuild(build);
    for (const [kernel, shift] of [
      [expArray, 0],
      [logArray, 1],
      [sigmoidArray, 0],
    ] as const) {
      const x = numbers(8193, 8).map((v) => v + shift);
      const whole = kernel(x);
      for (const cut of [0, 1, 2, 3, 5, 8191]) {
        const end = Math.min(x.length, cut + 7);
        expect(kernel(x.subarray(cut, end))).toEqual(whole.slice(cut, end));
      }
      expect(kernel(new Float64Array(0)).length).toBe(0);
      const inPlace = x.slice();
      expect(kernel(inPlace, inPlace)).toEqual(whole);
    }
  });
});

describe.each(builds)('rows (%s)', (build) => {
  it('softmax and log-sum-exp agree with plain loops', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constantFrom(1000, 9000)),
        fc.constantFrom(1, 100, 1e300),
        fc.integer(),
        (rows, columns, scale, seed) => {
          forceKernelBuild(build);
          const x = numbers(rows * columns, seed).map((v) => scale * v);
          // Sums of up to 9000 terms in another order.
          const tolerance = { rtol: 1e-13, atol: 1e-300 };
          expectClose(softmaxRows(x, columns), referenceSoftmaxRows(x, columns), tolerance);
          expectClose(logSumExpRows(x, columns), referenceLogSumExpRows(x, columns), tolerance);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('treat infinite and NaN rows as exact arithmetic would', () => {
    forceKernelBuild(build);
    const x = Float64Array.of(-Infinity, -Infinity, Infinity, 1, NaN, 1, -Infinity, 2);
    expect(Array.from(logSumExpRows(x, 2))).toEqual([-Infinity, Infinity, NaN, 2]);
    expect(Array.from(softmaxRows(x, 2))).toEqual([NaN, NaN, NaN, NaN, NaN, NaN, 0, 1]);
    expect(logSumExpRows(new Float64Array(0), 0).length).toBe(0);
  });
});
