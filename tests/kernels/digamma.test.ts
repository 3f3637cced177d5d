import { expect, it } from 'vitest';
import { digamma, logGamma } from '../../src/kernels/special.js';

it('digamma equals known values and its recurrence', () => {
  // -gamma, -gamma - 2 log 2, and values of scipy.special.digamma.
  expect(digamma(1)).toBeCloseTo(-0.5772156649015329, 14);
  expect(digamma(0.5)).toBeCloseTo(-1.9635100260214235, 14);
  expect(digamma(1e-5)).toBeCloseTo(-100000.57719921567, 9);
  expect(digamma(123.4)).toBeCloseTo(4.8113737751162775, 13);
  for (let x = 0.1; x < 30; x *= 1.3) {
    expect(digamma(x + 1)).toBeCloseTo(digamma(x) + 1 / x, 12);
    const slope = (logGamma(x + 1e-4) - logGamma(x - 1e-4)) / 2e-4;
    expect(digamma(x)).toBeCloseTo(slope, 4);
  }
});
