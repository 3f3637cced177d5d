import type { Loaders } from './loaders.js';

export const neuralNetwork = {
  MLPAutoencoder: async () => (await import('../estimators/neural_network/index.js')).MLPAutoencoder,
  MLPClassifier: async () => (await import('../estimators/neural_network/index.js')).MLPClassifier,
  MLPRegressor: async () => (await import('../estimators/neural_network/index.js')).MLPRegressor,
} satisfies Loaders;
