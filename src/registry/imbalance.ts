import type { Loaders } from './loaders.js';

export const imbalance = {
  ADASYN: async () => (await import('../imbalance/index.js')).ADASYN,
  AllKNN: async () => (await import('../imbalance/index.js')).AllKNN,
  BalancedBaggingClassifier: async () => (await import('../imbalance/index.js')).BalancedBaggingClassifier,
  BalancedRandomForestClassifier: async () =>
    (await import('../imbalance/index.js')).BalancedRandomForestClassifier,
  BorderlineSMOTE: async () => (await import('../imbalance/index.js')).BorderlineSMOTE,
  ClusterCentroids: async () => (await import('../imbalance/index.js')).ClusterCentroids,
  CondensedNearestNeighbour: async () => (await import('../imbalance/index.js')).CondensedNearestNeighbour,
  EasyEnsembleClassifier: async () => (await import('../imbalance/index.js')).EasyEnsembleClassifier,
  EditedNearestNeighbours: async () => (await import('../imbalance/index.js')).EditedNearestNeighbours,
  FunctionSampler: async () => (await import('../imbalance/index.js')).FunctionSampler,
  InstanceHardnessThreshold: async () => (await import('../imbalance/index.js')).InstanceHardnessThreshold,
  KMeansSMOTE: async () => (await import('../imbalance/index.js')).KMeansSMOTE,
  NearMiss: async () => (await import('../imbalance/index.js')).NearMiss,
  NeighbourhoodCleaningRule: async () => (await import('../imbalance/index.js')).NeighbourhoodCleaningRule,
  OneSidedSelection: async () => (await import('../imbalance/index.js')).OneSidedSelection,
  RUSBoostClassifier: async () => (await import('../imbalance/index.js')).RUSBoostClassifier,
  RandomOverSampler: async () => (await import('../imbalance/index.js')).RandomOverSampler,
  RandomUnderSampler: async () => (await import('../imbalance/index.js')).RandomUnderSampler,
  RepeatedEditedNearestNeighbours: async () =>
    (await import('../imbalance/index.js')).RepeatedEditedNearestNeighbours,
  SMOTE: async () => (await import('../imbalance/index.js')).SMOTE,
  SMOTEENN: async () => (await import('../imbalance/index.js')).SMOTEENN,
  SMOTEN: async () => (await import('../imbalance/index.js')).SMOTEN,
  SMOTENC: async () => (await import('../imbalance/index.js')).SMOTENC,
  SMOTETomek: async () => (await import('../imbalance/index.js')).SMOTETomek,
  SVMSMOTE: async () => (await import('../imbalance/index.js')).SVMSMOTE,
  TomekLinks: async () => (await import('../imbalance/index.js')).TomekLinks,
} satisfies Loaders;
