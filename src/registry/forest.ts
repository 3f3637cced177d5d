import type { Loaders } from './loaders.js';

export const forest = {
  ExtraTreesClassifier: async () =>
    (await import('../estimators/ensemble/forest/index.js')).ExtraTreesClassifier,
  ExtraTreesRegressor: async () =>
    (await import('../estimators/ensemble/forest/index.js')).ExtraTreesRegressor,
  RandomForestClassifier: async () =>
    (await import('../estimators/ensemble/forest/index.js')).RandomForestClassifier,
  RandomForestRegressor: async () =>
    (await import('../estimators/ensemble/forest/index.js')).RandomForestRegressor,
} satisfies Loaders;
