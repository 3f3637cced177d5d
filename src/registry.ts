import { type EstimatorClass, setBuiltInEstimators } from './core/registry.js';

/**
 * Every estimator of the package by name, each loaded when first asked for. The names in files and in messages
 * to workers are looked up here and nowhere else.
 */
const builtIn = {
  Binarizer: async () => (await import('./preprocessing/index.js')).Binarizer,
  ColumnTransformer: async () => (await import('./compose/index.js')).ColumnTransformer,
  DummyClassifier: async () => (await import('./estimators/dummy/index.js')).DummyClassifier,
  DummyRegressor: async () => (await import('./estimators/dummy/index.js')).DummyRegressor,
  FeatureUnion: async () => (await import('./compose/index.js')).FeatureUnion,
  FrozenEstimator: async () => (await import('./estimators/frozen/index.js')).FrozenEstimator,
  FunctionTransformer: async () => (await import('./preprocessing/index.js')).FunctionTransformer,
  GaussianNB: async () => (await import('./estimators/naive_bayes/index.js')).GaussianNB,
  GridSearchCV: async () => (await import('./model_selection/index.js')).GridSearchCV,
  KBinsDiscretizer: async () => (await import('./preprocessing/index.js')).KBinsDiscretizer,
  KNeighborsClassifier: async () => (await import('./estimators/neighbors/index.js')).KNeighborsClassifier,
  KNeighborsRegressor: async () => (await import('./estimators/neighbors/index.js')).KNeighborsRegressor,
  LabelBinarizer: async () => (await import('./preprocessing/index.js')).LabelBinarizer,
  LabelEncoder: async () => (await import('./preprocessing/index.js')).LabelEncoder,
  LogisticRegression: async () => (await import('./estimators/linear_model/index.js')).LogisticRegression,
  MaxAbsScaler: async () => (await import('./preprocessing/index.js')).MaxAbsScaler,
  MinMaxScaler: async () => (await import('./preprocessing/index.js')).MinMaxScaler,
  MissingIndicator: async () => (await import('./impute/index.js')).MissingIndicator,
  MultiLabelBinarizer: async () => (await import('./preprocessing/index.js')).MultiLabelBinarizer,
  NearestNeighbors: async () => (await import('./estimators/neighbors/index.js')).NearestNeighbors,
  Normalizer: async () => (await import('./preprocessing/index.js')).Normalizer,
  OneHotEncoder: async () => (await import('./preprocessing/index.js')).OneHotEncoder,
  OrdinalEncoder: async () => (await import('./preprocessing/index.js')).OrdinalEncoder,
  Pipeline: async () => (await import('./compose/index.js')).Pipeline,
  PolynomialFeatures: async () => (await import('./preprocessing/index.js')).PolynomialFeatures,
  PowerTransformer: async () => (await import('./preprocessing/index.js')).PowerTransformer,
  QuantileTransformer: async () => (await import('./preprocessing/index.js')).QuantileTransformer,
  RandomizedSearchCV: async () => (await import('./model_selection/index.js')).RandomizedSearchCV,
  RobustScaler: async () => (await import('./preprocessing/index.js')).RobustScaler,
  SimpleImputer: async () => (await import('./impute/index.js')).SimpleImputer,
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
