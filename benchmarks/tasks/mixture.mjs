// Mixtures: both sides go the same number of steps from the same start.
import { BayesianGaussianMixture, GaussianMixture, Matrix, makeBlobs } from '../../dist/index.js';
import { dataset } from '../data.mjs';

/** Clusters that overlap, so that responsibilities are shared. */
const blobs = (rows, columns, k) =>
  dataset(`mixture${rows}x${columns}x${k}`, () => {
    const { data } = makeBlobs({
      nSamples: rows,
      nFeatures: columns,
      centers: k,
      clusterStd: 4,
      randomState: 0,
    });
    return { X: data, y: new Array(rows).fill(0) };
  });

const gaussian = (rows, columns, k, covarianceType, maxIter = 20) => ({
  title: `GaussianMixture.fit, ${covarianceType}, ${rows / 1000}k x ${columns}, k = ${k}`,
  score_is: 'lower bound',
  threads: 1,
  target: 0.8,
  within: 1e-8,
  data: () => blobs(rows, columns, k),
  peer: () => ({ task: 'gaussian_mixture', k, covarianceType, maxIter }),
  prepare: ({ X }) => Matrix.of(X.data.slice(0, k * X.columns), X.columns),
  run: (meansInit, { X }) =>
    new GaussianMixture({
      nComponents: k,
      covarianceType,
      meansInit,
      initParams: 'random',
      maxIter,
      tol: 0,
      randomState: 0,
    }).fit(X),
  score: (_means, model) => model.lowerBound,
  note: (model) => `${model.nIter} iterations`,
});

const bayesian = (rows, columns, k, maxIter = 20) => ({
  title: `BayesianGaussianMixture.fit, full, ${rows / 1000}k x ${columns}, k = ${k}`,
  score_is: 'lower bound',
  threads: 1,
  target: 0.8,
  within: 1e-8,
  data: () => blobs(rows, columns, k),
  peer: () => ({ task: 'bayesian_mixture', k, maxIter }),
  run: (_prepared, { X }) =>
    new BayesianGaussianMixture({
      nComponents: k,
      initParams: 'random',
      maxIter,
      tol: 0,
      randomState: 0,
    }).fit(X),
  score: (_prepared, model) => model.lowerBound,
  note: (model) => `${model.nIter} iterations`,
});

export const tasks = [
  gaussian(100_000, 10, 8, 'full'),
  gaussian(100_000, 10, 8, 'diag'),
  gaussian(100_000, 10, 8, 'tied'),
  gaussian(20_000, 50, 10, 'full'),
  bayesian(100_000, 10, 8),
];
