import type { Loaders } from './loaders.js';

export const multioutput = {
  ClassifierChain: async () => (await import('../meta/multioutput/index.js')).ClassifierChain,
  MultiOutputClassifier: async () => (await import('../meta/multioutput/index.js')).MultiOutputClassifier,
  MultiOutputRegressor: async () => (await import('../meta/multioutput/index.js')).MultiOutputRegressor,
  RegressorChain: async () => (await import('../meta/multioutput/index.js')).RegressorChain,
} satisfies Loaders;
