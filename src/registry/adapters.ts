import type { Loaders } from './loaders.js';

export const adapters = {
  MlCartClassifier: async () => (await import('../adapters/ml_js/index.js')).MlCartClassifier,
  MlCartRegressor: async () => (await import('../adapters/ml_js/index.js')).MlCartRegressor,
  MlKMeans: async () => (await import('../adapters/ml_js/index.js')).MlKMeans,
  MlPCA: async () => (await import('../adapters/ml_js/index.js')).MlPCA,
  MlRandomForestClassifier: async () => (await import('../adapters/ml_js/index.js')).MlRandomForestClassifier,
  MlRandomForestRegressor: async () => (await import('../adapters/ml_js/index.js')).MlRandomForestRegressor,
  MlSVC: async () => (await import('../adapters/ml_js/index.js')).MlSVC,
} satisfies Loaders;
