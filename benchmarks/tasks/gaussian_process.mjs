// Gaussian processes against scikit-learn: the same kernel, search and stopping rule.
import {
  GaussianProcessRegressor,
  Matrix,
  Product,
  RandomState,
  RBF,
  Sum,
  WhiteKernel,
} from '../../dist/index.js';
import { dataset } from '../data.mjs';

const waves = (rows) =>
  dataset(`waves${rows}`, () => {
    const random = new RandomState(5);
    const X = Matrix.of(random.uniform(-3, 3, rows * 4), 4);
    const noise = random.standardNormal(rows);
    const y = Array.from(
      { length: rows },
      (_, i) => Math.sin(X.get(i, 0)) + 0.3 * X.get(i, 1) + 0.1 * noise[i],
    );
    return { X, y };
  });

const kernel = () => new Sum(new Product(1, new RBF()), new WhiteKernel({ noiseLevel: 0.1 }));

export const tasks = [
  {
    title: 'GaussianProcessRegressor.fit, 2k x 4, no search',
    score_is: 'log marginal likelihood',
    threads: 1,
    target: 2,
    within: 1e-8,
    data: () => waves(2000),
    peer: () => ({ task: 'gp_fit', optimizer: null }),
    run: (_none, { X, y }) => new GaussianProcessRegressor({ kernel: kernel(), optimizer: null }).fit(X, y),
    score: (_none, model) => model.logMarginalLikelihoodValue,
  },
  {
    title: 'GaussianProcessRegressor.fit, 2k x 4, with search',
    score_is: 'log marginal likelihood',
    threads: 1,
    target: 2,
    within: 1e-6,
    data: () => waves(2000),
    peer: () => ({ task: 'gp_fit', optimizer: 'fmin_l_bfgs_b' }),
    run: (_none, { X, y }) => new GaussianProcessRegressor({ kernel: kernel() }).fit(X, y),
    score: (_none, model) => model.logMarginalLikelihoodValue,
  },
  {
    title: 'GaussianProcessRegressor.predictWithStd, 2k x 4, 2k rows',
    score_is: 'sum of standard deviations',
    threads: 1,
    target: 2,
    within: 1e-6,
    data: () => waves(2000),
    peer: () => ({ task: 'gp_predict' }),
    prepare: ({ X, y }) => new GaussianProcessRegressor({ kernel: kernel(), optimizer: null }).fit(X, y),
    run: (model, { X }) => model.predictWithStd(X),
    score: (_model, { std }) => std.reduce((sum, value) => sum + value, 0),
  },
];
