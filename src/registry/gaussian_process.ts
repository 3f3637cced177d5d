import type { Loaders } from './loaders.js';

export const gaussianProcess = {
  GaussianProcessClassifier: async () =>
    (await import('../estimators/gaussian_process/index.js')).GaussianProcessClassifier,
  GaussianProcessRegressor: async () =>
    (await import('../estimators/gaussian_process/index.js')).GaussianProcessRegressor,
} satisfies Loaders;
