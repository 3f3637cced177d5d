import type { Loaders } from './loaders.js';

export const histGradientBoosting = {
  HistGradientBoostingClassifier: async () =>
    (await import('../estimators/ensemble/index.js')).HistGradientBoostingClassifier,
  HistGradientBoostingRegressor: async () =>
    (await import('../estimators/ensemble/index.js')).HistGradientBoostingRegressor,
} satisfies Loaders;
