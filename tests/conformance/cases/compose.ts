import { ColumnTransformer, FeatureUnion, Pipeline } from '../../../src/compose/index.js';
import type { Estimator } from '../../../src/core/protocol.js';
import { LinearRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { TransformedTargetRegressor } from '../../../src/meta/index.js';
import { StandardScaler } from '../../../src/preprocessing/index.js';
import type { compose } from '../../../src/registry/compose.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof compose> = {
  ColumnTransformer: [
    {
      make: () =>
        new ColumnTransformer([
          ['scale', new StandardScaler(), [0, 1]],
          ['keep', 'passthrough', [2]],
        ]) as Estimator,
    },
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
  TransformedTargetRegressor: [
    { make: () => new TransformedTargetRegressor() },
    { make: () => new TransformedTargetRegressor(new LinearRegression(), { func: 'asinh' }) },
    {
      make: () =>
        new TransformedTargetRegressor(new LinearRegression(), {
          transformer: new StandardScaler(),
        }),
    },
  ],
};
