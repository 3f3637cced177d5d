import { ColumnTransformer, FeatureUnion, Pipeline } from '../../src/compose/index.js';
import type { Estimator } from '../../src/core/protocol.js';
import { DummyClassifier, DummyRegressor } from '../../src/estimators/dummy/index.js';
import { LogisticRegression } from '../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../src/estimators/naive_bayes/index.js';
import {
  KNeighborsClassifier,
  KNeighborsRegressor,
  NearestNeighbors,
} from '../../src/estimators/neighbors/index.js';
import { MissingIndicator, SimpleImputer } from '../../src/impute/index.js';
import { GridSearchCV, loguniform, RandomizedSearchCV } from '../../src/model_selection/index.js';
import {
  Binarizer,
  FunctionTransformer,
  KBinsDiscretizer,
  MaxAbsScaler,
  MinMaxScaler,
  Normalizer,
  OneHotEncoder,
  OrdinalEncoder,
  PolynomialFeatures,
  PowerTransformer,
  QuantileTransformer,
  RobustScaler,
  StandardScaler,
} from '../../src/preprocessing/index.js';
import type { EstimatorName } from '../../src/registry.js';
import type { EstimatorCase } from '../../src/testing/index.js';

const grid = { C: [0.5, 1] };

/** Estimators of targets have a protocol of their own; FrozenEstimator must be given a fitted estimator. */
type OwnTests = 'FrozenEstimator' | 'LabelBinarizer' | 'LabelEncoder' | 'MultiLabelBinarizer';

/**
 * One case per registered estimator, under its name; several where parameters change what it does. An
 * estimator without a case does not compile, unless it is listed above.
 */
export const cases: Record<Exclude<EstimatorName, OwnTests>, readonly EstimatorCase[]> = {
  Binarizer: [{ make: () => new Binarizer({ threshold: 6 }) }],
  FunctionTransformer: [{ make: () => new FunctionTransformer({ featureNamesOut: 'one-to-one' }) }],
  KBinsDiscretizer: [
    { make: () => new KBinsDiscretizer({ nBins: 3, encode: 'ordinal' }) },
    { make: () => new KBinsDiscretizer({ nBins: 3, encode: 'onehot-dense', strategy: 'uniform' }) },
  ],
  MaxAbsScaler: [{ make: () => new MaxAbsScaler() }],
  MinMaxScaler: [{ make: () => new MinMaxScaler() }],
  MissingIndicator: [{ make: () => new MissingIndicator({ features: 'all' }) }],
  Normalizer: [{ make: () => new Normalizer() }],
  OneHotEncoder: [{ make: () => new OneHotEncoder({ handleUnknown: 'ignore' }) }],
  OrdinalEncoder: [
    { make: () => new OrdinalEncoder({ handleUnknown: 'use_encoded_value', unknownValue: -1 }) },
  ],
  PolynomialFeatures: [{ make: () => new PolynomialFeatures() }],
  PowerTransformer: [{ make: () => new PowerTransformer() }],
  QuantileTransformer: [{ make: () => new QuantileTransformer({ nQuantiles: 20, randomState: 0 }) }],
  RobustScaler: [{ make: () => new RobustScaler() }],
  SimpleImputer: [{ make: () => new SimpleImputer({ addIndicator: true }) }],
  ColumnTransformer: [
    {
      make: () =>
        new ColumnTransformer([
          ['scale', new StandardScaler(), [0, 1]],
          ['keep', 'passthrough', [2]],
        ]) as Estimator,
    },
  ],
  DummyClassifier: [
    { make: () => new DummyClassifier() },
    { make: () => new DummyClassifier({ strategy: 'stratified', randomState: 0 }) },
  ],
  DummyRegressor: [
    { make: () => new DummyRegressor() },
    { make: () => new DummyRegressor({ strategy: 'median' }) },
  ],
  FeatureUnion: [
    {
      make: () =>
        new FeatureUnion([
          ['a', new StandardScaler()],
          ['b', 'passthrough'],
        ]) as Estimator,
    },
  ],
  GaussianNB: [{ make: () => new GaussianNB() }],
  GridSearchCV: [{ make: () => new GridSearchCV(new LogisticRegression(), grid, { cv: 3 }) }],
  KNeighborsClassifier: [
    { make: () => new KNeighborsClassifier() },
    { make: () => new KNeighborsClassifier({ weights: 'distance', algorithm: 'brute' }) },
    { make: () => new KNeighborsClassifier({ metric: 'manhattan', algorithm: 'ball_tree' }) },
  ],
  KNeighborsRegressor: [{ make: () => new KNeighborsRegressor() }],
  LogisticRegression: [
    { make: () => new LogisticRegression({ tol: 1e-8, maxIter: 1000 }) },
    { make: () => new LogisticRegression({ solver: 'newton-cholesky', tol: 1e-8 }) },
    {
      make: () =>
        new LogisticRegression({ solver: 'saga', l1Ratio: 0.5, tol: 1e-8, maxIter: 5000, randomState: 0 }),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          "saga draws rows at random and stops 4e-5 short of the optimum on the suite's unscaled data",
      },
    },
  ],
  NearestNeighbors: [{ make: () => new NearestNeighbors() }],
  Pipeline: [
    {
      make: () =>
        new Pipeline([
          ['scale', new StandardScaler()],
          ['nb', new GaussianNB()],
        ]) as Estimator,
    },
    {
      make: () =>
        new Pipeline([
          ['scale', new StandardScaler()],
          ['again', new StandardScaler()],
        ]) as Estimator,
    },
  ],
  RandomizedSearchCV: [
    {
      make: () =>
        new RandomizedSearchCV(
          new LogisticRegression(),
          { C: loguniform(0.1, 10) },
          { nIter: 2, cv: 3, randomState: 0 },
        ),
    },
  ],
  StandardScaler: [
    { make: () => new StandardScaler() },
    { make: () => new StandardScaler({ withMean: false }) },
  ],
};
