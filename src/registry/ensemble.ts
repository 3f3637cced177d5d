import type { Loaders } from './loaders.js';

export const ensemble = {
  VotingClassifier: async () => (await import('../meta/voting/index.js')).VotingClassifier,
  VotingRegressor: async () => (await import('../meta/voting/index.js')).VotingRegressor,
} satisfies Loaders;
