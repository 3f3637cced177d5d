import { describe, expect, it } from 'vitest';
import {
  EllipticEnvelope,
  EmpiricalCovariance,
  LedoitWolf,
  MinCovDet,
  OAS,
  ShrunkCovariance,
} from '../../src/estimators/covariance/index.js';
import { chiSquaredQuantile, gammaCdf } from '../../src/kernels/special.js';
import { expectClose } from '../support/fixtures.js';
import { compareCases, data } from './decomposition_support.js';

const classes = { EllipticEnvelope, EmpiricalCovariance, LedoitWolf, MinCovDet, OAS, ShrunkCovariance };

describe('covariances equal those of scikit-learn 1.2.1', () => {
  compareCases('covariance', classes);
});

describe('covariances', () => {
  it('keep their shrinkage at scales of 1e-70 and 1e70', async () => {
    const usual = await new LedoitWolf().fit(data.X['low']);
    for (const size of [1e-70, 1e70]) {
      const scaled = await new LedoitWolf().fit(data.X['low'].map((row) => row.map((x) => x * size)));
      expectClose(scaled.shrinkage, usual.shrinkage, { rtol: 1e-10 });
    }
  });

  it('measure their distance from another covariance', async () => {
    const estimate = await new EmpiricalCovariance().fit([
      [0, 0],
      [2, 0],
      [0, 2],
      [2, 2],
    ]);
    expect(
      estimate.errorNorm([
        [1, 0],
        [0, 4],
      ]),
    ).toBe(4.5);
    expect(
      estimate.errorNorm(
        [
          [1, 0],
          [0, 4],
        ],
        { norm: 'spectral', scaling: false, squared: false },
      ),
    ).toBeCloseTo(3, 12);
  });

  it('quantiles of chi-squared (R: qchisq) to 1e-12', () => {
    expectClose(chiSquaredQuantile(0.975, 4), 11.143286781877796, { rtol: 1e-12 });
    expectClose(chiSquaredQuantile(0.5, 1), 0.454936423119572, { rtol: 1e-12 });
    expectClose(gammaCdf(0.5, 0.5), 0.6826894921370859, { rtol: 1e-12 });
  });

  it('MinCovDet finds the shortest half of one column, and refuses equal rows', async () => {
    const estimate = await new MinCovDet({ randomState: 0 }).fit(
      [0, 0.1, 0.2, 0.3, 0.1, 0.25, 0.2, 0.15, 50, -70].map((x) => [x]),
    );
    expect(Math.abs(estimate.location[0] - 0.15)).toBeLessThan(0.1);
    await expect(
      new MinCovDet({ randomState: 0 }).fit(Array.from({ length: 20 }, () => [1, 2])),
    ).rejects.toThrow(/supportFraction/);
  });

  it('MinCovDet works in parts on 700 and 1700 rows and ignores a fifth of bad ones', async () => {
    for (const n of [700, 1700]) {
      const X = Array.from({ length: n }, (_, i) =>
        i % 5 === 0
          ? [30 + Math.sin(i), 40]
          : [Math.sin(i * 1.7) + Math.sin(i * 0.3), Math.cos(i * 2.3) + Math.sin(i)],
      );
      const { location, support } = await new MinCovDet({ randomState: 1 }).fit(X);
      expect(Math.hypot(location[0], location[1])).toBeLessThan(0.2);
      expect(support[0]).toBe(0);
    }
  });
});
