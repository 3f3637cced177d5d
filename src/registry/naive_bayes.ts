import type { Loaders } from './loaders.js';

export const naiveBayes = {
  BernoulliNB: async () => (await import('../estimators/naive_bayes/index.js')).BernoulliNB,
  CategoricalNB: async () => (await import('../estimators/naive_bayes/index.js')).CategoricalNB,
  ComplementNB: async () => (await import('../estimators/naive_bayes/index.js')).ComplementNB,
  GaussianNB: async () => (await import('../estimators/naive_bayes/index.js')).GaussianNB,
  MultinomialNB: async () => (await import('../estimators/naive_bayes/index.js')).MultinomialNB,
} satisfies Loaders;
