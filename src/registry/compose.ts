import type { Loaders } from './loaders.js';

export const compose = {
  ColumnTransformer: async () => (await import('../compose/index.js')).ColumnTransformer,
  FeatureUnion: async () => (await import('../compose/index.js')).FeatureUnion,
  Pipeline: async () => (await import('../compose/index.js')).Pipeline,
  TransformedTargetRegressor: async () => (await import('../meta/index.js')).TransformedTargetRegressor,
} satisfies Loaders;
