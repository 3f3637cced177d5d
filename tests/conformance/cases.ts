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
import { GridSearchCV, loguniform, RandomizedSearchCV } from '../../src/model_selection/index.js';
import { StandardScaler } from '../../src/preprocessing/index.js';
import type { EstimatorName } from '../../src/registry.js';
import type { EstimatorCase } from '../../src/testing/index.js';

const grid = { C: [0.5, 1] };

/**
 * One case per registered estimator, under its name; several where parameters change what it does. An
 * estimator without a case does not compile. FrozenEstimator must be given a fitted estimator, which takes an
 * asynchronous call, and has its own tests.
 */
export const cases: Record<Exclude<EstimatorName, 'FrozenEstimator'>, readonly EstimatorCase[]> = {
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
