import type { Loaders } from './loaders.js';

export const modelSelection = {
  GridSearchCV: async () => (await import('../model_selection/index.js')).GridSearchCV,
  RandomizedSearchCV: async () => (await import('../model_selection/index.js')).RandomizedSearchCV,
} satisfies Loaders;
