import type { Loaders } from './loaders.js';

export const neighbors = {
  KNeighborsClassifier: async () => (await import('../estimators/neighbors/index.js')).KNeighborsClassifier,
  KNeighborsRegressor: async () => (await import('../estimators/neighbors/index.js')).KNeighborsRegressor,
  NearestNeighbors: async () => (await import('../estimators/neighbors/index.js')).NearestNeighbors,
  NearestCentroid: async () => (await import('../estimators/neighbors/index.js')).NearestCentroid,
  RadiusNeighborsClassifier: async () =>
    (await import('../estimators/neighbors/index.js')).RadiusNeighborsClassifier,
  RadiusNeighborsRegressor: async () =>
    (await import('../estimators/neighbors/index.js')).RadiusNeighborsRegressor,
  LocalOutlierFactor: async () => (await import('../estimators/neighbors/index.js')).LocalOutlierFactor,
  KernelDensity: async () => (await import('../estimators/neighbors/index.js')).KernelDensity,
  NeighborhoodComponentsAnalysis: async () =>
    (await import('../estimators/neighbors/index.js')).NeighborhoodComponentsAnalysis,
} satisfies Loaders;
