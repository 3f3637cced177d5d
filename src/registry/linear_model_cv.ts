import type { Loaders } from './loaders.js';

export const linearModelCv = {
  ElasticNetCV: async () => (await import('../meta/linear_model_cv/index.js')).ElasticNetCV,
  LassoCV: async () => (await import('../meta/linear_model_cv/index.js')).LassoCV,
  LogisticRegressionCV: async () => (await import('../meta/linear_model_cv/index.js')).LogisticRegressionCV,
  RidgeClassifierCV: async () => (await import('../meta/linear_model_cv/index.js')).RidgeClassifierCV,
  RidgeCV: async () => (await import('../meta/linear_model_cv/index.js')).RidgeCV,
} satisfies Loaders;
