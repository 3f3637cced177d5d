import { describe, expect, it } from 'vitest';
import { RandomState } from '../../../src/core/random.js';
import {
  absoluteError,
  exponential,
  halfBinomial,
  halfGamma,
  halfMultinomial,
  halfPoisson,
  halfSquaredError,
  huber,
  type Loss,
  pinball,
  quantileOf,
} from '../../../src/kernels/losses/index.js';
import { expectClose } from '../../support/fixtures.js';

const random = new RandomState(1);
const N = 40;
const normal = random.normal(0, 1, N);
const weights = random.uniform(0.1, 2, N);
const total = weights.reduce((sum, weight) => sum + weight, 0);

const losses: [string, Loss, Float64Array][] = [
  ['squared', halfSquaredError(), normal],
  ['absolute', absoluteError(), normal],
  ['pinball', pinball(0.7), normal],
  ['huber', huber(0.8), normal],
  ['poisson', halfPoisson(), normal.map((u) => Math.floor(3 * Math.abs(u)))],
  ['gamma', halfGamma(), normal.map((u) => Math.abs(u) + 0.1)],
  ['binomial', halfBinomial(), normal.map((u) => (u > 0.3 ? 1 : 0))],
  ['exponential', exponential(), normal.map((u) => (u > 0.3 ? 1 : 0))],
  ['multinomial', halfMultinomial(3), normal.map((u) => (u > 0.5 ? 2 : u > -0.5 ? 1 : 0))],
];

describe('losses', () => {
  for (const [name, loss, y] of losses) {
    const raw = random.normal(0, 1, N * loss.outputs);

    it(`${name}: derivatives are slopes of the mean`, () => {
      const gradients = new Float64Array(raw.length);
      const hessians = new Float64Array(raw.length);
      loss.derivatives(y, raw, weights, gradients, hessians);
      const step = 1e-4;
      const at = (i: number, by: number): number =>
        loss.mean(
          y,
          raw.map((value, j) => (j === i ? value + by : value)),
          weights,
        ) * total;
      for (let i = 0; i < raw.length; i += 7) {
        const slope = (at(i, step) - at(i, -step)) / (2 * step);
        // Central differences err by step^2; sums of 40 losses lose three digits to the step.
        expectClose(gradients[i], slope, { rtol: 1e-6, atol: 1e-6, what: 'gradient' });
        if (!loss.smooth) continue;
        const bend = (at(i, step) - 2 * at(i, 0) + at(i, -step)) / step ** 2;
        expectClose(hessians[i], bend, { rtol: 1e-4, atol: 1e-4, what: 'hessian' });
      }
    });

    it(`${name}: the baseline is a minimum`, () => {
      if (name === 'huber') return expect(loss.baseline(y)).toHaveLength(1);
      const best = loss.baseline(y, weights);
      const meanAt = (shift: number): number => {
        const constant = new Float64Array(raw.length);
        for (let k = 0; k < loss.outputs; k++) {
          constant.fill(best[k] + (k === 0 ? shift : 0), k * N, (k + 1) * N);
        }
        return loss.mean(y, constant, weights);
      };
      for (const shift of [-0.1, -1e-3, 1e-3, 0.1]) {
        expect(meanAt(shift)).toBeGreaterThanOrEqual(meanAt(0) - 1e-12);
      }
    });
  }
});

describe('quantileOf', () => {
  it('interpolates without weights and steps with them', () => {
    const values = Float64Array.of(4, 1, 3, 2);
    expect(quantileOf(values, 0.5)).toBe(2.5);
    expect(quantileOf(values, 0)).toBe(1);
    expect(quantileOf(values, 1)).toBe(4);
    expect(quantileOf(values, 0.5, Float64Array.of(1, 1, 1, 1))).toBe(2);
    expect(quantileOf(values, 0.5, Float64Array.of(5, 1, 1, 1))).toBe(4);
    expect(quantileOf(values, 0, Float64Array.of(1, 0, 1, 1))).toBe(2);
  });
});
