import type { Loaders } from './loaders.js';

export const linearModel = {
  ElasticNet: async () => (await import('../estimators/linear_model/index.js')).ElasticNet,
  Lasso: async () => (await import('../estimators/linear_model/index.js')).Lasso,
  LinearRegression: async () => (await import('../estimators/linear_model/index.js')).LinearRegression,
  LogisticRegression: async () => (await import('../estimators/linear_model/index.js')).LogisticRegression,
  Ridge: async () => (await import('../estimators/linear_model/index.js')).Ridge,
  PassiveAggressiveClassifier: async () =>
    (await import('../estimators/linear_model/index.js')).PassiveAggressiveClassifier,
  PassiveAggressiveRegressor: async () =>
    (await import('../estimators/linear_model/index.js')).PassiveAggressiveRegressor,
  Perceptron: async () => (await import('../estimators/linear_model/index.js')).Perceptron,
  SGDClassifier: async () => (await import('../estimators/linear_model/index.js')).SGDClassifier,
  SGDOneClassSVM: async () => (await import('../estimators/linear_model/index.js')).SGDOneClassSVM,
  SGDRegressor: async () => (await import('../estimators/linear_model/index.js')).SGDRegressor,
  GammaRegressor: async () => (await import('../estimators/linear_model/index.js')).GammaRegressor,
  HuberRegressor: async () => (await import('../estimators/linear_model/index.js')).HuberRegressor,
  PoissonRegressor: async () => (await import('../estimators/linear_model/index.js')).PoissonRegressor,
  TweedieRegressor: async () => (await import('../estimators/linear_model/index.js')).TweedieRegressor,
  RidgeClassifier: async () => (await import('../estimators/linear_model/index.js')).RidgeClassifier,
  ARDRegression: async () => (await import('../estimators/linear_model/index.js')).ARDRegression,
  BayesianRidge: async () => (await import('../estimators/linear_model/index.js')).BayesianRidge,
  QuantileRegressor: async () => (await import('../estimators/linear_model/index.js')).QuantileRegressor,
  RANSACRegressor: async () => (await import('../meta/ransac/index.js')).RANSACRegressor,
  TheilSenRegressor: async () => (await import('../estimators/linear_model/index.js')).TheilSenRegressor,
} satisfies Loaders;
