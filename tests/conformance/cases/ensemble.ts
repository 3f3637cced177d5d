import { DummyRegressor } from '../../../src/estimators/dummy/index.js';
import {
  GradientBoostingClassifier,
  GradientBoostingRegressor,
} from '../../../src/estimators/ensemble/gradient_boosting/index.js';
import { IsolationForest } from '../../../src/estimators/ensemble/isolation_forest/index.js';
import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import {
  AdaBoostClassifier,
  AdaBoostRegressor,
  BaggingClassifier,
  BaggingRegressor,
  StackingClassifier,
  StackingRegressor,
  VotingClassifier,
  VotingRegressor,
} from '../../../src/meta/index.js';
import type { ensemble } from '../../../src/registry/ensemble.js';
import type { Cases } from '../cases.js';

const drawn = {
  'integer weights equal repetition, and weight 0 equals absence':
    'weights are chances of rows to be drawn: the draws differ, as those of scikit-learn do',
};

export const cases: Cases<typeof ensemble> = {
  AdaBoostClassifier: [
    { make: () => new AdaBoostClassifier({ nEstimators: 10, randomState: 0 }) },
    {
      make: () => new AdaBoostClassifier({ estimator: new GaussianNB(), nEstimators: 5, learningRate: 0.5 }),
    },
  ],
  AdaBoostRegressor: [
    { make: () => new AdaBoostRegressor({ nEstimators: 8, randomState: 0 }), exceptions: drawn },
    {
      make: () =>
        new AdaBoostRegressor({
          estimator: new KNeighborsRegressor({ nNeighbors: 3 }),
          nEstimators: 5,
          loss: 'exponential',
          randomState: 0,
        }),
      exceptions: drawn,
    },
  ],
  BaggingClassifier: [
    { make: () => new BaggingClassifier({ nEstimators: 4, randomState: 0 }), exceptions: drawn },
    {
      make: () =>
        new BaggingClassifier({
          estimator: new GaussianNB(),
          nEstimators: 5,
          maxSamples: 0.8,
          randomState: 1,
        }),
      exceptions: drawn,
    },
    {
      make: () =>
        new BaggingClassifier({
          estimator: new LogisticRegression(),
          nEstimators: 4,
          maxFeatures: 2,
          bootstrapFeatures: true,
          oobScore: true,
          randomState: 3,
        }),
      exceptions: drawn,
    },
    {
      make: () => new BaggingClassifier({ estimator: new KNeighborsClassifier(), randomState: 0 }),
      exceptions: drawn,
    },
  ],
  BaggingRegressor: [
    { make: () => new BaggingRegressor({ nEstimators: 4, randomState: 0 }), exceptions: drawn },
    {
      make: () =>
        new BaggingRegressor({
          estimator: new KNeighborsRegressor(),
          nEstimators: 6,
          maxFeatures: 0.7,
          oobScore: true,
          randomState: 0,
        }),
      exceptions: drawn,
    },
  ],
  GradientBoostingClassifier: [
    { make: () => new GradientBoostingClassifier({ nEstimators: 8, maxDepth: 2, randomState: 0 }) },
    {
      make: () =>
        new GradientBoostingClassifier({
          nEstimators: 8,
          subsample: 0.7,
          init: new GaussianNB(),
          nIterNoChange: 4,
          randomState: 0,
        }),
      exceptions: drawn,
    },
  ],
  GradientBoostingRegressor: [
    { make: () => new GradientBoostingRegressor({ nEstimators: 15, maxDepth: 2, randomState: 0 }) },
    {
      make: () =>
        new GradientBoostingRegressor({
          loss: 'huber',
          nEstimators: 20,
          maxLeafNodes: 5,
          init: 'zero',
          randomState: 0,
        }),
    },
    {
      make: () =>
        new GradientBoostingRegressor({
          loss: 'absolute_error',
          nEstimators: 20,
          ccpAlpha: 0.001,
          randomState: 0,
        }),
    },
  ],
  IsolationForest: [
    { make: () => new IsolationForest({ nEstimators: 12, randomState: 0 }), exceptions: drawn },
    {
      make: () =>
        new IsolationForest({
          nEstimators: 10,
          maxSamples: 20,
          contamination: 0.1,
          maxFeatures: 2,
          bootstrap: true,
          randomState: 0,
        }),
      exceptions: drawn,
    },
  ],
  StackingClassifier: [
    {
      make: () =>
        new StackingClassifier([
          ['nb', new GaussianNB()],
          ['knn', new KNeighborsClassifier()],
        ]),
    },
    {
      make: () =>
        new StackingClassifier(
          [
            ['nb', new GaussianNB()],
            ['gone', 'drop'],
            ['lr', new LogisticRegression()],
            ['number', new DummyRegressor()],
          ],
          { finalEstimator: new GaussianNB(), passthrough: true, cv: 3, stackMethod: 'predict' },
        ),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          'repeated rows are parted into other folds, so that the final estimator sees other predictions',
      },
    },
  ],
  StackingRegressor: [
    {
      make: () =>
        new StackingRegressor(
          [
            ['one', new KNeighborsRegressor({ nNeighbors: 1 })],
            ['mean', new DummyRegressor()],
          ],
          { finalEstimator: new KNeighborsRegressor(), passthrough: true },
        ),
    },
  ],
  VotingClassifier: [
    {
      make: () =>
        new VotingClassifier([
          ['nb', new GaussianNB()],
          ['knn', new KNeighborsClassifier()],
          ['lr', new LogisticRegression()],
        ]),
    },
    {
      make: () =>
        new VotingClassifier(
          [
            ['nb', new GaussianNB()],
            ['gone', 'drop'],
            ['lr', new LogisticRegression({ tol: 1e-8 })],
          ],
          { voting: 'soft', weights: [1, 5, 2] },
        ),
    },
  ],
  VotingRegressor: [
    {
      make: () =>
        new VotingRegressor(
          [
            ['one', new KNeighborsRegressor({ nNeighbors: 1 })],
            ['five', new KNeighborsRegressor()],
            ['mean', new DummyRegressor()],
          ],
          { weights: [1, 2, 0.5] },
        ),
    },
  ],
};
