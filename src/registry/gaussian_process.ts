import type { Loaders } from './loaders.js';

export const gaussianProcess = {
  GaussianProcessRegressor: async () =>
    (await import('../estimators/gaussian_process/index.js')).GaussianProcessRegressor,
} satisfies Loaders;
