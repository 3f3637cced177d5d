import {
  ElasticNetCV,
  LassoCV,
  LogisticRegressionCV,
  RidgeClassifierCV,
  RidgeCV,
} from '../../../src/meta/linear_model_cv/index.js';
import type { linearModelCv } from '../../../src/registry/linear_model_cv.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof linearModelCv> = {
  ElasticNetCV: [
    {
      make: () => new ElasticNetCV({ alphas: 8, l1Ratio: [0.3, 0.9], tol: 1e-8, cv: 3 }),
    },
  ],
  LassoCV: [
    {
      make: () => new LassoCV({ alphas: 10, tol: 1e-8 }),
    },
  ],
  LogisticRegressionCV: [
    { make: () => new LogisticRegressionCV({ Cs: 4, cv: 3, tol: 1e-8, maxIter: 1000 }) },
    {
      make: () =>
        new LogisticRegressionCV({ Cs: [0.1, 1], cv: 3, refit: false, solver: 'newton-cholesky', tol: 1e-8 }),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          'repeated rows are parted into other folds, whose coefficients are averaged',
      },
    },
  ],
  RidgeClassifierCV: [
    {
      make: () => new RidgeClassifierCV(),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          'leave-one-out leaves out one of the repeated rows, but the whole of a weighted one',
      },
    },
    { make: () => new RidgeClassifierCV({ scoring: 'accuracy' }) },
  ],
  RidgeCV: [
    { make: () => new RidgeCV() },
    { make: () => new RidgeCV({ gcvMode: 'svd', scoring: 'neg_mean_absolute_error' }) },
    { make: () => new RidgeCV({ cv: 3 }) },
  ],
};
