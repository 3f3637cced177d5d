import type { Loaders } from './loaders.js';

export const linearModel = {
  LogisticRegression: async () => (await import('../estimators/linear_model/index.js')).LogisticRegression,
} satisfies Loaders;
