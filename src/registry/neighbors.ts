import type { Loaders } from './loaders.js';

export const neighbors = {
  KNeighborsClassifier: async () => (await import('../estimators/neighbors/index.js')).KNeighborsClassifier,
  KNeighborsRegressor: async () => (await import('../estimators/neighbors/index.js')).KNeighborsRegressor,
  NearestNeighbors: async () => (await import('../estimators/neighbors/index.js')).NearestNeighbors,
} satisfies Loaders;
