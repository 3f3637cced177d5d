import type { Loaders } from './loaders.js';

export const linearModel = {
  ElasticNet: async () => (await import('../estimators/linear_model/index.js')).ElasticNet,
  Lasso: async () => (await import('../estimators/linear_model/index.js')).Lasso,
  LinearRegression: async () => (await import('../estimators/linear_model/index.js')).LinearRegression,
  LogisticRegression: async () => (await import('../estimators/linear_model/index.js')).LogisticRegression,
  Ridge: async () => (await import('../estimators/linear_model/index.js')).Ridge,
} satisfies Loaders;
