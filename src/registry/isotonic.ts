import type { Loaders } from './loaders.js';

export const isotonic = {
  IsotonicRegression: async () => (await import('../estimators/isotonic/index.js')).IsotonicRegression,
} satisfies Loaders;
