import { CalibratedClassifierCV } from '../../../src/calibration/index.js';
import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { FixedThresholdClassifier, TunedThresholdClassifierCV } from '../../../src/meta/index.js';
import type { calibration } from '../../../src/registry/calibration.js';
import type { Cases } from '../cases.js';

const weightsShiftFolds = {
  'integer weights equal repetition, and weight 0 equals absence':
    'repeated rows are dealt to other folds than rows with weights',
};

export const cases: Cases<typeof calibration> = {
  CalibratedClassifierCV: [
    {
      make: () => new CalibratedClassifierCV({ estimator: new GaussianNB(), cv: 3 }),
      exceptions: weightsShiftFolds,
    },
    {
      make: () =>
        new CalibratedClassifierCV({
          estimator: new LogisticRegression({ tol: 1e-8 }),
          method: 'isotonic',
          ensemble: false,
          cv: 3,
        }),
      exceptions: weightsShiftFolds,
    },
    {
      make: () => new CalibratedClassifierCV({ estimator: new GaussianNB(), method: 'temperature', cv: 3 }),
      exceptions: weightsShiftFolds,
    },
  ],
  FixedThresholdClassifier: [
    { make: () => new FixedThresholdClassifier({ estimator: new GaussianNB(), threshold: 0.4 }) },
  ],
  TunedThresholdClassifierCV: [
    {
      make: () => new TunedThresholdClassifierCV({ estimator: new GaussianNB(), cv: 3 }),
    },
    {
      make: () =>
        new TunedThresholdClassifierCV({
          estimator: new LogisticRegression({ tol: 1e-8 }),
          scoring: { costs: { falsePositive: 1, falseNegative: 5 } },
          cv: 3,
        }),
    },
  ],
};
