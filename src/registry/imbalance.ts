import type { Loaders } from './loaders.js';

export const imbalance = {
  ADASYN: async () => (await import('../imbalance/index.js')).ADASYN,
  AllKNN: async () => (await import('../imbalance/index.js')).AllKNN,
  BorderlineSMOTE: async () => (await import('../imbalance/index.js')).BorderlineSMOTE,
  CondensedNearestNeighbour: async () => (await import('../imbalance/index.js')).CondensedNearestNeighbour,
  EditedNearestNeighbours: async () => (await import('../imbalance/index.js')).EditedNearestNeighbours,
  FunctionSampler: async () => (await import('../imbalance/index.js')).FunctionSampler,
  InstanceHardnessThreshold: async () => (await import('../imbalance/index.js')).InstanceHardnessThreshold,
  NearMiss: async () => (await import('../imbalance/index.js')).NearMiss,
  NeighbourhoodCleaningRule: async () => (await import('../imbalance/index.js')).NeighbourhoodCleaningRule,
  OneSidedSelection: async () => (await import('../imbalance/index.js')).OneSidedSelection,
  RandomOverSampler: async () => (await import('../imbalance/index.js')).RandomOverSampler,
  RandomUnderSampler: async () => (await import('../imbalance/index.js')).RandomUnderSampler,
  RepeatedEditedNearestNeighbours: async () =>
    (await import('../imbalance/index.js')).RepeatedEditedNearestNeighbours,
  SMOTE: async () => (await import('../imbalance/index.js')).SMOTE,
  SMOTEENN: async () => (await import('../imbalance/index.js')).SMOTEENN,
  SMOTEN: async () => (await import('../imbalance/index.js')).SMOTEN,
  SMOTENC: async () => (await import('../imbalance/index.js')).SMOTENC,
  SMOTETomek: async () => (await import('../imbalance/index.js')).SMOTETomek,
  TomekLinks: async () => (await import('../imbalance/index.js')).TomekLinks,
} satisfies Loaders;
