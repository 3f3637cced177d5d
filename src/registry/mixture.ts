import type { Loaders } from './loaders.js';

export const mixture = {
  GaussianMixture: async () => (await import('../estimators/mixture/index.js')).GaussianMixture,
} satisfies Loaders;
