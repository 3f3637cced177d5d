import { type EstimatorClass, setBuiltInEstimators } from './core/registry.js';

/**
 * Every estimator of the package by name, each loaded when first asked for. The names in files and in messages
 * to workers are looked up here and nowhere else.
 */
const builtIn = {
  ColumnTransformer: async () => (await import('./compose/index.js')).ColumnTransformer,
  DummyClassifier: async () => (await import('./estimators/dummy/index.js')).DummyClassifier,
  DummyRegressor: async () => (await import('./estimators/dummy/index.js')).DummyRegressor,
  FeatureUnion: async () => (await import('./compose/index.js')).FeatureUnion,
  FrozenEstimator: async () => (await import('./estimators/frozen/index.js')).FrozenEstimator,
  GaussianNB: async () => (await import('./estimators/naive_bayes/index.js')).GaussianNB,
  GridSearchCV: async () => (await import('./model_selection/index.js')).GridSearchCV,
  KNeighborsClassifier: async () => (await import('./estimators/neighbors/index.js')).KNeighborsClassifier,
  KNeighborsRegressor: async () => (await import('./estimators/neighbors/index.js')).KNeighborsRegressor,
  LogisticRegression: async () => (await import('./estimators/linear_model/index.js')).LogisticRegression,
  NearestNeighbors: async () => (await import('./estimators/neighbors/index.js')).NearestNeighbors,
  Pipeline: async () => (await import('./compose/index.js')).Pipeline,
  RandomizedSearchCV: async () => (await import('./model_selection/index.js')).RandomizedSearchCV,
  StandardScaler: async () => (await import('./preprocessing/index.js')).StandardScaler,
} satisfies Record<string, () => Promise<unknown>>;

/** The name of a built-in estimator. */
export type EstimatorName = keyof typeof builtIn;

/** The names of all built-in estimators, sorted. */
export function estimatorNames(): EstimatorName[] {
  return (Object.keys(builtIn) as EstimatorName[]).sort();
}

/** Makes the built-in estimators known to the core. */
export function installRegistry(): void {
  setBuiltInEstimators(
    async (name) =>
      Object.hasOwn(builtIn, name)
        ? ((await builtIn[name as EstimatorName]()) as unknown as EstimatorClass)
        : undefined,
    estimatorNames,
  );
}
