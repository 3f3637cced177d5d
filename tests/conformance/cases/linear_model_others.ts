// Generalised, Bayesian, robust and quantile regression.
import type { EstimatorCase } from '../../../src/testing/index.js';

export const otherLinearCases = {} satisfies Record<string, readonly EstimatorCase[]>;
