import { bool, int, oneOf, real, seed } from '../../core/params.js';

/** How the covariances of the components are constrained. */
export type CovarianceType = 'full' | 'tied' | 'diag' | 'spherical';

/** How the first responsibilities are made. */
export type MixtureInit = 'kmeans' | 'k-means++' | 'random' | 'random_from_data';

/** Parameters of all mixtures. */
export const mixtureSpecs = {
  nComponents: int(1, { min: 1, doc: 'Number of components.' }),
  covarianceType: oneOf(['full', 'tied', 'diag', 'spherical'], 'full', {
    doc: "Covariances: a matrix for each component ('full'), one for all ('tied'), a diagonal each ('diag') or one variance each ('spherical').",
  }),
  tol: real(1e-3, { min: 0, doc: 'Stop when the lower bound changes by less than this.' }),
  regCovar: real(1e-6, { min: 0, doc: 'Added to the diagonals of the covariances, to keep them positive.' }),
  maxIter: int(100, { min: 0, doc: 'Most iterations of a start; 0 keeps the start itself.' }),
  nInit: int(1, { min: 1, doc: 'Starts, of which the one with the highest lower bound is kept.' }),
  initParams: oneOf(['kmeans', 'k-means++', 'random', 'random_from_data'], 'kmeans', {
    doc: "The start: the clusters of k-means, rows drawn far apart ('k-means++'), random responsibilities, or rows drawn evenly.",
  }),
  randomState: seed(),
  warmStart: bool(false, {
    doc: 'Go on from the model of the last fit; nInit counts for the first fit only.',
  }),
};
