import type { Loaders } from './loaders.js';

export const randomProjection = {
  GaussianRandomProjection: async () =>
    (await import('../estimators/random_projection/index.js')).GaussianRandomProjection,
  SparseRandomProjection: async () =>
    (await import('../estimators/random_projection/index.js')).SparseRandomProjection,
} satisfies Loaders;
