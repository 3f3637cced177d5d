import { BayesianGaussianMixture, GaussianMixture } from '../../../src/estimators/mixture/index.js';
import type { mixture } from '../../../src/registry/mixture.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof mixture> = {
  BayesianGaussianMixture: [
    { make: () => new BayesianGaussianMixture({ nComponents: 3, randomState: 0 }) },
    {
      make: () =>
        new BayesianGaussianMixture({
          nComponents: 4,
          covarianceType: 'tied',
          weightConcentrationPriorType: 'dirichlet_distribution',
          tol: 0.1,
          maxIter: 500,
          randomState: 0,
        }),
    },
    {
      make: () =>
        new BayesianGaussianMixture({
          nComponents: 2,
          covarianceType: 'diag',
          tol: 0.1,
          maxIter: 500,
          randomState: 0,
        }),
    },
    {
      make: () =>
        new BayesianGaussianMixture({
          nComponents: 3,
          covarianceType: 'spherical',
          tol: 0.1,
          maxIter: 500,
          randomState: 0,
        }),
    },
  ],
  GaussianMixture: [
    { make: () => new GaussianMixture({ nComponents: 3, randomState: 0 }) },
    { make: () => new GaussianMixture({ nComponents: 2, covarianceType: 'tied', nInit: 2, randomState: 0 }) },
    {
      make: () =>
        new GaussianMixture({
          nComponents: 2,
          covarianceType: 'diag',
          initParams: 'k-means++',
          randomState: 0,
        }),
    },
    {
      make: () =>
        new GaussianMixture({
          nComponents: 3,
          covarianceType: 'spherical',
          initParams: 'random',
          maxIter: 500,
          randomState: 0,
        }),
    },
  ],
};
