// Generalised, Bayesian, robust and quantile regression.
import {
  ARDRegression,
  BayesianRidge,
  GammaRegressor,
  HuberRegressor,
  PoissonRegressor,
  QuantileRegressor,
  TheilSenRegressor,
  TweedieRegressor,
} from '../../../src/estimators/linear_model/index.js';
import { RANSACRegressor } from '../../../src/meta/ransac/index.js';
import type { EstimatorCase } from '../../../src/testing/index.js';

export const otherLinearCases = {
  RANSACRegressor: [
    { make: () => new RANSACRegressor({ randomState: 0 }) },
    { make: () => new RANSACRegressor({ estimator: new HuberRegressor(), minSamples: 0.4, randomState: 0 }) },
  ],
  TheilSenRegressor: [{ make: () => new TheilSenRegressor({ randomState: 0, maxSubpopulation: 300 }) }],
  QuantileRegressor: [
    { make: () => new QuantileRegressor({ alpha: 0.01 }) },
    { make: () => new QuantileRegressor({ alpha: 0, quantile: 0.4, solver: 'highs-ipm' }) },
  ],
  ARDRegression: [{ make: () => new ARDRegression() }],
  BayesianRidge: [{ make: () => new BayesianRidge() }],
  GammaRegressor: [{ make: () => new GammaRegressor({ tol: 1e-10, maxIter: 1000 }) }],
  HuberRegressor: [{ make: () => new HuberRegressor() }],
  PoissonRegressor: [
    { make: () => new PoissonRegressor({ tol: 1e-10, maxIter: 1000 }) },
    { make: () => new PoissonRegressor({ solver: 'newton-cholesky', tol: 1e-8 }) },
  ],
  TweedieRegressor: [{ make: () => new TweedieRegressor({ tol: 1e-10, maxIter: 1000 }) }],
} satisfies Record<string, readonly EstimatorCase[]>;
