import {
  ElasticNet,
  Lasso,
  LinearRegression,
  LogisticRegression,
  Ridge,
  RidgeClassifier,
} from '../../../src/estimators/linear_model/index.js';
import type { linearModel } from '../../../src/registry/linear_model.js';
import type { Cases } from '../cases.js';
import { descentCases } from './linear_model_descent.js';
import { otherLinearCases } from './linear_model_others.js';

export const cases: Cases<typeof linearModel> = {
  ElasticNet: [
    { make: () => new ElasticNet({ alpha: 0.1, tol: 1e-10 }) },
    { make: () => new ElasticNet({ alpha: 0.1, l1Ratio: 0.9, precompute: true, tol: 1e-10 }) },
  ],
  Lasso: [
    { make: () => new Lasso({ alpha: 0.05, tol: 1e-10 }) },
    { make: () => new Lasso({ alpha: 0.05, positive: true, tol: 1e-10 }) },
    { make: () => new Lasso({ alpha: 0.05, selection: 'random', tol: 1e-10, randomState: 3 }) },
  ],
  LinearRegression: [
    { make: () => new LinearRegression() },
    { make: () => new LinearRegression({ positive: true }) },
  ],
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
  Ridge: [
    { make: () => new Ridge({ alpha: 0.5 }) },
    { make: () => new Ridge({ alpha: 0.5, solver: 'svd' }) },
    { make: () => new Ridge({ alpha: 0.5, solver: 'sparse_cg', tol: 1e-12 }) },
    { make: () => new Ridge({ alpha: 0.5, solver: 'lsqr', tol: 1e-12, maxIter: 1000 }) },
    { make: () => new Ridge({ alpha: 0.5, solver: 'sag', tol: 1e-12, maxIter: 100000, randomState: 0 }) },
    { make: () => new Ridge({ alpha: 0.5, solver: 'saga', tol: 1e-12, maxIter: 100000, randomState: 0 }) },
    { make: () => new Ridge({ alpha: 0.5, positive: true }) },
    { make: () => new Ridge({ alpha: 0.5, positive: true, solver: 'lbfgs', tol: 1e-12 }) },
  ],
  RidgeClassifier: [
    { make: () => new RidgeClassifier() },
    { make: () => new RidgeClassifier({ solver: 'svd', classWeight: 'balanced' }) },
    { make: () => new RidgeClassifier({ solver: 'lsqr', tol: 1e-12, maxIter: 1000 }) },
  ],
  ...descentCases,
  ...otherLinearCases,
};
