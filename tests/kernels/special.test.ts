import { describe, expect, it } from 'vitest';
import { chiSquaredTail, digamma, fisherTail, gammaCdf, gammaTail } from '../../src/kernels/special.js';
import { expectClose, loadFixture } from '../support/fixtures.js';

interface Tails {
  readonly fisher: readonly (readonly [number, number, number, number])[];
  readonly chiSquared: readonly (readonly [number, number, number])[];
  readonly digamma: readonly (readonly [number, number])[];
}

const tails = loadFixture<Tails>('kernels/tails');

describe('tail probabilities', () => {
  // The exponent of a probability of 1e-300 is 700, whose rounding alone costs 1e-13.
  it.each(tails.fisher)('F >= %d with (%d, %d) degrees of freedom', (value, above, below, expected) => {
    expectClose([fisherTail(value, above, below)], [expected], { rtol: 3e-12, atol: 0 });
  });

  it.each(tails.chiSquared)('chi-squared >= %d with %d degrees of freedom', (value, freedom, expected) => {
    expectClose([chiSquaredTail(value, freedom)], [expected], { rtol: 1e-12, atol: 0 });
  });

  it('end values', () => {
    expect(fisherTail(0, 2, 5)).toBe(1);
    expect(fisherTail(Number.POSITIVE_INFINITY, 2, 5)).toBe(0);
    expect(fisherTail(Number.MAX_VALUE, 1, 1)).toBeLessThan(1e-150);
    expect(fisherTail(Number.NaN, 2, 5)).toBeNaN();
    expect(gammaTail(2, 0)).toBe(1);
    expect(gammaTail(2, Number.POSITIVE_INFINITY)).toBe(0);
    expect(gammaCdf(3, 2.5) + gammaTail(3, 2.5)).toBeCloseTo(1, 14);
  });

  it.each(tails.digamma)('digamma(%d)', (x, expected) => {
    expectClose([digamma(x)], [expected], { rtol: 1e-14, atol: 1e-14 });
  });
});
