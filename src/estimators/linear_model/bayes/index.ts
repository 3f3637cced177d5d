export { ARDRegression } from './ard_regression.js';
export { BayesianRidge } from './bayesian_ridge.js';
