import type { Loaders } from './loaders.js';

export const linearModelCv = {
  RidgeClassifierCV: async () => (await import('../meta/linear_model_cv/index.js')).RidgeClassifierCV,
  RidgeCV: async () => (await import('../meta/linear_model_cv/index.js')).RidgeCV,
} satisfies Loaders;
