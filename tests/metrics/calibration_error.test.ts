import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/core/random.js';
import { brierDecomposition, brierScoreLoss, expectedCalibrationError } from '../../src/metrics/index.js';

describe('expectedCalibrationError', () => {
  const y = [0, 1, 1, 1];
  const p = [0.2, 0.7, 0.7, 0.7];

  it('averages gaps, their squares, or takes the largest', () => {
    expect(expectedCalibrationError(y, p)).toBeCloseTo(0.275, 12);
    expect(expectedCalibrationError(y, p, { norm: 'l2' })).toBeCloseTo(Math.sqrt(0.04 / 4 + 0.09 * 0.75), 12);
    expect(expectedCalibrationError(y, p, { norm: 'max' })).toBeCloseTo(0.3, 12);
  });

  it('takes the confidence of several classes', () => {
    const proba = [
      [0.6, 0.3, 0.1],
      [0.6, 0.3, 0.1],
      [0.1, 0.1, 0.8],
    ];
    // 0.6 twice, right once; 0.8 once, right once.
    const expected = (2 / 3) * 0.1 + (1 / 3) * 0.2;
    expect(expectedCalibrationError(['a', 'b', 'c'], proba)).toBeCloseTo(expected, 12);
  });

  it('weighs rows as repetition does', () => {
    const weighted = expectedCalibrationError(y, p, { sampleWeight: [2, 1, 0, 1] });
    expect(weighted).toBeCloseTo(expectedCalibrationError([0, 0, 1, 1], [0.2, 0.2, 0.7, 0.7]), 12);
  });

  it('refuses odd bins and norms', () => {
    expect(() => expectedCalibrationError(y, p, { nBins: 0 })).toThrow(/nBins/);
    expect(() => expectedCalibrationError(y, p, { norm: 'l3' as 'l1' })).toThrow(/norm/);
  });
});

describe('brierDecomposition', () => {
  it('adds up to the Brier score when bins hold one probability each', () => {
    const random = new RandomState(3);
    const p = Array.from({ length: 500 }, () => 0.05 + 0.1 * random.randint(0, 10));
    const y = p.map((share) => (random.randomSample() < share ** 1.5 ? 1 : 0));
    const parts = brierDecomposition(y, p);
    expect(parts.score).toBeCloseTo(brierScoreLoss(y, p), 12);
    expect(parts.reliability - parts.resolution + parts.uncertainty).toBeCloseTo(parts.score, 14);
    expect(parts.uncertainty).toBeLessThanOrEqual(0.25);
  });
});
