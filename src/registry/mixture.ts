import type { Loaders } from './loaders.js';

export const mixture = {
  BayesianGaussianMixture: async () =>
    (await import('../estimators/mixture/index.js')).BayesianGaussianMixture,
  GaussianMixture: async () => (await import('../estimators/mixture/index.js')).GaussianMixture,
} satisfies Loaders;
