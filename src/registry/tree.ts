import type { Loaders } from './loaders.js';

export const tree = {
  DecisionTreeClassifier: async () => (await import('../estimators/tree/index.js')).DecisionTreeClassifier,
  DecisionTreeRegressor: async () => (await import('../estimators/tree/index.js')).DecisionTreeRegressor,
  ExtraTreeClassifier: async () => (await import('../estimators/tree/index.js')).ExtraTreeClassifier,
  ExtraTreeRegressor: async () => (await import('../estimators/tree/index.js')).ExtraTreeRegressor,
} satisfies Loaders;
