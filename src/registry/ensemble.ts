import type { Loaders } from './loaders.js';

export const ensemble = {
  AdaBoostClassifier: async () => (await import('../meta/adaboost/index.js')).AdaBoostClassifier,
  AdaBoostRegressor: async () => (await import('../meta/adaboost/index.js')).AdaBoostRegressor,
  BaggingClassifier: async () => (await import('../meta/bagging/index.js')).BaggingClassifier,
  BaggingRegressor: async () => (await import('../meta/bagging/index.js')).BaggingRegressor,
  GradientBoostingClassifier: async () =>
    (await import('../estimators/ensemble/gradient_boosting/index.js')).GradientBoostingClassifier,
  GradientBoostingRegressor: async () =>
    (await import('../estimators/ensemble/gradient_boosting/index.js')).GradientBoostingRegressor,
  IsolationForest: async () =>
    (await import('../estimators/ensemble/isolation_forest/index.js')).IsolationForest,
  StackingClassifier: async () => (await import('../meta/stacking/index.js')).StackingClassifier,
  StackingRegressor: async () => (await import('../meta/stacking/index.js')).StackingRegressor,
  VotingClassifier: async () => (await import('../meta/voting/index.js')).VotingClassifier,
  VotingRegressor: async () => (await import('../meta/voting/index.js')).VotingRegressor,
} satisfies Loaders;
