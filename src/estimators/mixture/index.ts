export { BayesianGaussianMixture } from './bayesian_gaussian_mixture.js';
export type { Covariances } from './covariances.js';
export { GaussianMixture } from './gaussian_mixture.js';
export type { GivenCovariances } from './given_start.js';
export type { CovarianceType, MixtureInit } from './params.js';
