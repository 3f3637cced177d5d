import type { Loaders } from './loaders.js';

export const featureSelection = {
  GenericUnivariateSelect: async () =>
    (await import('../feature_selection/index.js')).GenericUnivariateSelect,
  SelectFdr: async () => (await import('../feature_selection/index.js')).SelectFdr,
  SelectFpr: async () => (await import('../feature_selection/index.js')).SelectFpr,
  SelectFwe: async () => (await import('../feature_selection/index.js')).SelectFwe,
  SelectKBest: async () => (await import('../feature_selection/index.js')).SelectKBest,
  SelectPercentile: async () => (await import('../feature_selection/index.js')).SelectPercentile,
  VarianceThreshold: async () => (await import('../feature_selection/index.js')).VarianceThreshold,
  RFE: async () => (await import('../feature_selection/index.js')).RFE,
  RFECV: async () => (await import('../feature_selection/index.js')).RFECV,
  SelectFromModel: async () => (await import('../feature_selection/index.js')).SelectFromModel,
  SequentialFeatureSelector: async () =>
    (await import('../feature_selection/index.js')).SequentialFeatureSelector,
} satisfies Loaders;
