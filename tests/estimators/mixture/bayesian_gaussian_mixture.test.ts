import { describe, expect, it } from 'vitest';
import { collectWarnings } from '../../../src/core/warnings.js';
import { BayesianGaussianMixture } from '../../../src/estimators/mixture/index.js';
import { expectClose, loadFixture } from '../../support/fixtures.js';
import { compareCases, data, type MixtureCase } from './support.js';

const { cases } = loadFixture<{ cases: MixtureCase[] }>('mixture/bayesian');

describe('BayesianGaussianMixture equals scikit-learn 1.9 (parameters 1e-6, bounds 1e-8)', () => {
  compareCases(cases, (params) => new BayesianGaussianMixture(params));
});

describe('BayesianGaussianMixture', () => {
  const rows = data.X['overlapping'];

  it('leaves components empty that are not needed', async () => {
    const far = Array.from({ length: 90 }, (_, i) => [(i % 3) * 50 + rows[i][0], rows[i][1]]);
    const model = await new BayesianGaussianMixture({
      nComponents: 8,
      weightConcentrationPrior: 1e-3,
      maxIter: 1000,
      randomState: 0,
    }).fit(far);
    expect(model.weights.filter((weight) => weight > 0.05).length).toBe(3);
  });

  it('goes on where it stopped with warmStart, and keeps the covariances of distant rows', async () => {
    const options = { nComponents: 3, randomState: 0, tol: 0 } as const;
    const moved = rows.map((row) => row.map((value) => value + 2 ** 26));
    const { value } = await collectWarnings(async () => {
      const whole = await new BayesianGaussianMixture({ ...options, maxIter: 12 }).fit(rows);
      const parts = new BayesianGaussianMixture({ ...options, maxIter: 6, warmStart: true });
      for (let i = 0; i < 2; i++) await parts.fit(rows);
      return { whole, parts, far: await new BayesianGaussianMixture({ ...options, maxIter: 12 }).fit(moved) };
    });
    expectClose(value.parts.means, value.whole.means, { rtol: 1e-10 });
    expectClose(value.far.weights, value.whole.weights, { rtol: 1e-5 });
  });

  it('refuses priors that are none', async () => {
    const refused = (params: object): Promise<unknown> => new BayesianGaussianMixture(params).fit(rows);
    await expect(refused({ degreesOfFreedomPrior: 1 })).rejects.toThrow(/greater than 2/);
    await expect(refused({ meanPrior: [1] })).rejects.toThrow(/3 numbers/);
    await expect(refused({ covariancePrior: 2 })).rejects.toThrow(/3 x 3/);
    await expect(refused({ covarianceType: 'diag', covariancePrior: [1, 1, -1] })).rejects.toThrow(
      /positive/,
    );
    await expect(refused({ covarianceType: 'spherical', covariancePrior: [1] })).rejects.toThrow(/a number/);
    await expect(
      refused({
        covariancePrior: [
          [1, 2, 0],
          [2, 1, 0],
          [0, 0, 1],
        ],
      }),
    ).rejects.toThrow(/positive/);
  });
});
