// Decompositions and discriminants against scikit-learn, by the variance or the error that they reach.
import {
  FactorAnalysis,
  FastICA,
  KernelPCA,
  LinearDiscriminantAnalysis,
  Matrix,
  MinCovDet,
  NMF,
  PCA,
  QuadraticDiscriminantAnalysis,
  TruncatedSVD,
} from '../../dist/index.js';
import { classes, dataset, normals } from '../data.mjs';

const total = (values) => values.reduce((sum, value) => sum + value, 0);

const task = (title, data, peer, make, score, more = {}) => ({
  title,
  score_is: 'variance explained',
  threads: 1,
  within: 1e-6,
  data,
  peer: () => ({ task: peer.task, params: peer.params ?? {} }),
  run: (_none, { X, y }) => make().fit(X, y),
  score: (_none, model) => score(model),
  ...more,
});

const variance = (model) => total(model.explainedVariance);
const positive = () =>
  dataset('positive5000', () => {
    const { X } = normals(5_000, 50);
    return { X: Matrix.of(X.data.map(Math.abs), 50), y: Array.from({ length: 5_000 }, () => 0) };
  });

const nmf = { n_components: 10, init: 'random', random_state: 0, max_iter: 50, tol: 0 };

export const tasks = [
  task(
    'PCA.fit, 100k x 20',
    () => classes(100_000, 20, 2),
    { task: 'pca' },
    () => new PCA(),
    variance,
    { target: 0.8 },
  ),
  task(
    'PCA.fit, 20k x 500',
    () => normals(20_000, 500),
    { task: 'pca' },
    () => new PCA(),
    variance,
    { target: 2 },
  ),
  task(
    'PCA.fit, 20k x 500, 10 components, randomized',
    () => normals(20_000, 500),
    { task: 'pca', params: { n_components: 10, svd_solver: 'randomized', random_state: 0 } },
    () => new PCA({ nComponents: 10, svdSolver: 'randomized', randomState: 0 }),
    variance,
    { target: 2 },
  ),
  task(
    'TruncatedSVD.fit, 20k x 500, 10 components',
    () => normals(20_000, 500),
    { task: 'truncated_svd', params: { n_components: 10, random_state: 0 } },
    () => new TruncatedSVD({ nComponents: 10, randomState: 0 }),
    variance,
    { target: 2 },
  ),
  task(
    'KernelPCA.fit, rbf, 1000 x 20, 5 components',
    () => classes(1_000, 20, 2),
    { task: 'kernel_pca', params: { n_components: 5, kernel: 'rbf', eigen_solver: 'dense' } },
    () => new KernelPCA({ nComponents: 5, kernel: 'rbf', eigenSolver: 'dense' }),
    (model) => total(model.eigenvalues),
    { score_is: 'sum of eigenvalues', target: 2 },
  ),
  task(
    'NMF.fit, 5k x 50, 10 components, 50 iterations',
    positive,
    { task: 'nmf', params: nmf },
    () => new NMF({ nComponents: 10, init: 'random', randomState: 0, maxIter: 50, tol: 0 }),
    (model) => model.reconstructionErr,
    { score_is: 'error', target: 1 },
  ),
  task(
    'FastICA.fit, 50k x 10, 20 iterations',
    () => normals(50_000, 10),
    { task: 'fast_ica', params: { random_state: 0, max_iter: 20, tol: 1e-15, whiten: 'unit-variance' } },
    () => new FastICA({ randomState: 0, maxIter: 20, tol: 1e-15 }),
    (model) => total(model.components.data.map(Math.abs)),
    { score_is: 'sum of |components|', target: 1 },
  ),
  task(
    'FactorAnalysis.fit, 50k x 20, 5 factors',
    () => classes(50_000, 20, 2),
    { task: 'factor_analysis', params: { n_components: 5, svd_method: 'lapack' } },
    () => new FactorAnalysis({ nComponents: 5, svdMethod: 'lapack' }),
    (model) => total(model.noiseVariance),
    { score_is: 'sum of noise', target: 1 },
  ),
  task(
    'LinearDiscriminantAnalysis.fit, 100k x 20, 3 classes',
    () => classes(100_000, 20, 3),
    { task: 'lda' },
    () => new LinearDiscriminantAnalysis(),
    (model) => total(model.coef.data.map(Math.abs)),
    { score_is: 'sum of |coef|', target: 1 },
  ),
  task(
    'QuadraticDiscriminantAnalysis.fit, 100k x 20, 3 classes',
    () => classes(100_000, 20, 3),
    { task: 'qda' },
    () => new QuadraticDiscriminantAnalysis(),
    (model) => total(model.scalings.map(total)),
    { score_is: 'sum of variances', target: 1 },
  ),
  task(
    'MinCovDet.fit, 2k x 5',
    () => normals(2_000, 5),
    { task: 'min_cov_det', params: { random_state: 0 } },
    () => new MinCovDet({ randomState: 0 }),
    (model) => total(model.covariance.data),
    { score_is: 'sum of covariance', target: 1 },
  ),
];
