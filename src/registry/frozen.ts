import type { Loaders } from './loaders.js';

export const frozen = {
  FrozenEstimator: async () => (await import('../estimators/frozen/index.js')).FrozenEstimator,
} satisfies Loaders;
