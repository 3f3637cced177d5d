import { describe, expect, it } from 'vitest';
import { correctPriors } from '../../src/calibration/index.js';
import { RandomState } from '../../src/core/random.js';
import { expectClose } from '../support/fixtures.js';

/** Two unit normal classes at -1 and 1: the true posterior is a sigmoid of 2 x plus the log ratio of the shares. */
function posterior(x: number, share: number): number {
  return 1 / (1 + ((1 - share) / share) * Math.exp(-2 * x));
}

describe('correctPriors', () => {
  it('gives the posterior of the other class balance', () => {
    const places = [-2, -0.5, 0, 1, 3];
    const trained = places.map((x) => [1 - posterior(x, 0.3), posterior(x, 0.3)]);
    const { probabilities } = correctPriors(trained, { trainPriors: [0.7, 0.3], newPriors: [0.99, 0.01] });
    // Exact but for rounding.
    expectClose(
      probabilities.column(1),
      places.map((x) => posterior(x, 0.01)),
      { rtol: 1e-12 },
    );
  });

  it('finds the shares when they are not given', () => {
    const random = new RandomState(1);
    const x = Array.from({ length: 20_000 }, (_, i) => random.standardNormal() + (i % 10 === 0 ? 1 : -1));
    const trained = x.map((v) => [1 - posterior(v, 0.5), posterior(v, 0.5)]);
    const { priors } = correctPriors(trained, { trainPriors: [0.5, 0.5] });
    // The share is 0.1; its error over 20,000 rows of overlapping classes is about 0.005.
    expect(Math.abs(priors[1] - 0.1)).toBeLessThan(0.015);
  });

  it('refuses shares and probabilities that are none', () => {
    const train = { trainPriors: [0.5, 0.5] };
    expect(() => correctPriors([[0.5, 0.5]], { trainPriors: [0.5, 0.4] })).toThrow(/trainPriors.*sum to 1/);
    expect(() => correctPriors([[0.5, 0.5]], { ...train, newPriors: [1] })).toThrow(/newPriors/);
    expect(() => correctPriors([[1.5, -0.5]], train)).toThrow(/between 0 and 1/);
  });
});
