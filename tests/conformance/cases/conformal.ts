import {
  ConformalizedQuantileRegressor,
  CrossConformalClassifier,
  CrossConformalRegressor,
  JackknifeAfterBootstrapRegressor,
  SplitConformalClassifier,
  SplitConformalRegressor,
} from '../../../src/conformal/index.js';
import { DummyRegressor } from '../../../src/estimators/dummy/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import type { conformal } from '../../../src/registry/conformal.js';
import type { Cases } from '../cases.js';

const weightsShiftRows = {
  'integer weights equal repetition, and weight 0 equals absence':
    'repeated rows are dealt to other parts than rows with weights',
};

const quantile = (q: number) => new DummyRegressor({ strategy: 'quantile', quantile: q });

export const cases: Cases<typeof conformal> = {
  ConformalizedQuantileRegressor: [
    {
      make: () =>
        new ConformalizedQuantileRegressor({
          lower: quantile(0.1),
          upper: quantile(0.9),
          estimator: new KNeighborsRegressor({ nNeighbors: 3 }),
          randomState: 0,
        }),
    },
  ],
  CrossConformalClassifier: [
    {
      make: () => new CrossConformalClassifier({ estimator: new GaussianNB(), cv: 3, randomState: 0 }),
      exceptions: weightsShiftRows,
    },
  ],
  CrossConformalRegressor: [
    { make: () => new CrossConformalRegressor({ estimator: new KNeighborsRegressor(), cv: 3 }) },
  ],
  JackknifeAfterBootstrapRegressor: [
    {
      make: () =>
        new JackknifeAfterBootstrapRegressor({
          estimator: new KNeighborsRegressor({ nNeighbors: 3 }),
          nEstimators: 12,
          randomState: 0,
        }),
    },
  ],
  SplitConformalClassifier: [
    {
      make: () =>
        new SplitConformalClassifier({ estimator: new GaussianNB(), score: 'raps', randomState: 0 }),
      exceptions: weightsShiftRows,
    },
  ],
  SplitConformalRegressor: [
    {
      make: () => new SplitConformalRegressor({ estimator: new KNeighborsRegressor(), randomState: 0 }),
    },
    {
      make: () =>
        new SplitConformalRegressor({
          estimator: new KNeighborsRegressor({ nNeighbors: 3 }),
          scaleEstimator: new KNeighborsRegressor({ nNeighbors: 3 }),
          calibrationSize: 0.3,
          randomState: 0,
        }),
    },
  ],
};
