import type { Loaders } from './loaders.js';

export const dummy = {
  DummyClassifier: async () => (await import('../estimators/dummy/index.js')).DummyClassifier,
  DummyRegressor: async () => (await import('../estimators/dummy/index.js')).DummyRegressor,
} satisfies Loaders;
