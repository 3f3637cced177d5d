// Linear models by descent, generalised, robust, Bayesian and quantile regression against scikit-learn. Descents make ten
// epochs on both sides, step by step the same; the others are compared by what they minimise or by their weights.
import {
  BayesianRidge,
  HuberRegressor,
  makeRegression,
  PoissonRegressor,
  QuantileRegressor,
  RandomState,
  SGDClassifier,
  SGDRegressor,
  TheilSenRegressor,
} from '../../dist/index.js';
import { classes, dataset } from '../data.mjs';

const sumOfSizes = (values) => values.reduce((sum, value) => sum + Math.abs(value), 0);

/** A line with heavy-tailed noise, and counts of the same line. */
const lines = (rows, columns, kind) =>
  dataset(`line${kind}${rows}x${columns}`, () => {
    const { data, target } = makeRegression({ nSamples: rows, nFeatures: columns, randomState: 0 });
    const random = new RandomState(1);
    const unit = Math.sqrt(target.reduce((sum, v) => sum + v * v, 0) / rows);
    const noise = random.standardNormal(rows);
    const y = target.map((value, i) => {
      const line = value / unit;
      if (kind === 'counts') return Math.floor(Math.exp(0.5 * line + 1 + 0.3 * noise[i]));
      return line + 0.3 * noise[i] + (i % 11 === 0 ? 20 : 0);
    });
    return { X: data, y: Array.from(y) };
  });

const task = (title, peer, params, data, run, options = {}) => ({
  title,
  score_is: 'sum of |coefficients|',
  threads: 1,
  target: 1,
  within: 1e-6,
  data,
  peer: () => ({ task: peer, params }),
  run,
  score: (_none, model) => sumOfSizes(model.coef.data),
  ...options,
});

const epochs = { maxIter: 10, tol: null, randomState: 0 };
const peerEpochs = { max_iter: 10, tol: null, random_state: 0 };

export const tasks = [
  ...['hinge', 'log_loss'].map((loss) =>
    task(
      `SGDClassifier.fit, ${loss}, 100k x 20, 10 epochs`,
      'sgd_classifier_fit',
      { loss, ...peerEpochs },
      () => classes(100_000, 20, 2),
      (_none, { X, y }) => new SGDClassifier({ loss, ...epochs }).fit(X, y),
    ),
  ),
  task(
    'SGDClassifier.fit, hinge, elasticnet, 100k x 20, 10 epochs',
    'sgd_classifier_fit',
    { penalty: 'elasticnet', ...peerEpochs },
    () => classes(100_000, 20, 2),
    (_none, { X, y }) => new SGDClassifier({ penalty: 'elasticnet', ...epochs }).fit(X, y),
  ),
  task(
    'SGDRegressor.fit, 100k x 20, 10 epochs',
    'sgd_regressor_fit',
    peerEpochs,
    () => lines(100_000, 20, 'heavy'),
    (_none, { X, y }) => new SGDRegressor(epochs).fit(X, y),
  ),
  task(
    'HuberRegressor.fit, 20k x 20',
    'huber_fit',
    { max_iter: 1000 },
    () => lines(20_000, 20, 'heavy'),
    (_none, { X, y }) => new HuberRegressor().fit(X, y),
    { within: 1e-3 },
  ),
  task(
    'PoissonRegressor.fit, 100k x 20',
    'poisson_fit',
    { alpha: 1e-3, max_iter: 1000 },
    () => lines(100_000, 20, 'counts'),
    (_none, { X, y }) => new PoissonRegressor({ alpha: 1e-3 }).fit(X, y),
    { within: 1e-3 },
  ),
  task(
    'BayesianRidge.fit, 20k x 50',
    'bayesian_ridge_fit',
    {},
    () => lines(20_000, 50, 'heavy'),
    (_none, { X, y }) => new BayesianRidge().fit(X, y),
  ),
  task(
    'QuantileRegressor.fit, median, 5k x 10',
    'quantile_fit',
    { alpha: 0, solver: 'highs' },
    () => lines(5_000, 10, 'heavy'),
    (_none, { X, y }) => new QuantileRegressor({ alpha: 0 }).fit(X, y),
  ),
  task(
    'TheilSenRegressor.fit, 2k x 5',
    'theil_sen_fit',
    { random_state: 0 },
    () => lines(2_000, 5, 'heavy'),
    (_none, { X, y }) => new TheilSenRegressor({ randomState: 0 }).fit(X, y),
    { within: 1e-3 },
  ),
];
