import type { Loaders } from './loaders.js';

export const imbalance = {
  RandomOverSampler: async () => (await import('../imbalance/index.js')).RandomOverSampler,
  RandomUnderSampler: async () => (await import('../imbalance/index.js')).RandomUnderSampler,
  SMOTE: async () => (await import('../imbalance/index.js')).SMOTE,
} satisfies Loaders;
