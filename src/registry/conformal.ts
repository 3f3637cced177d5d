import type { Loaders } from './loaders.js';

export const conformal = {
  ConformalizedQuantileRegressor: async () =>
    (await import('../conformal/index.js')).ConformalizedQuantileRegressor,
  CrossConformalClassifier: async () => (await import('../conformal/index.js')).CrossConformalClassifier,
  CrossConformalRegressor: async () => (await import('../conformal/index.js')).CrossConformalRegressor,
  JackknifeAfterBootstrapRegressor: async () =>
    (await import('../conformal/index.js')).JackknifeAfterBootstrapRegressor,
  SplitConformalClassifier: async () => (await import('../conformal/index.js')).SplitConformalClassifier,
  SplitConformalRegressor: async () => (await import('../conformal/index.js')).SplitConformalRegressor,
} satisfies Loaders;
