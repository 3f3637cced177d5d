import type { Loaders } from './loaders.js';

export const naiveBayes = {
  GaussianNB: async () => (await import('../estimators/naive_bayes/index.js')).GaussianNB,
} satisfies Loaders;
