// Linear models against scikit-learn: the lasso's paths and searches, ridge regression with its penalty chosen,
// logistic regression along its path. Compared by what is minimised or chosen.
import { LassoCV, LogisticRegressionCV, lassoPath, Matrix, RandomState, RidgeCV } from '../../dist/index.js';
import { classes, dataset } from '../data.mjs';

/** Normal columns, a tenth of them (at most 20) at work, and noise; centred, so that paths need no intercept. */
const sparse = (n, d) =>
  dataset(`sparse${n}x${d}`, () => {
    const random = new RandomState(n + d);
    const X = Matrix.of(random.standardNormal(n * d), d);
    for (let j = 0; j < d; j++) {
      let mean = 0;
      for (let i = 0; i < n; i++) mean += X.get(i, j) / n;
      for (let i = 0; i < n; i++) X.set(i, j, X.get(i, j) - mean);
    }
    const active = Math.min(20, Math.ceil(d / 10));
    const w = random.standardNormal(active);
    const noise = random.standardNormal(n);
    const y = Array.from({ length: n }, (_, i) => {
      let sum = 0.5 * noise[i];
      for (let k = 0; k < active; k++) sum += w[k] * X.get(i, k * Math.floor(d / active));
      return sum;
    });
    const mean = y.reduce((sum, value) => sum + value, 0) / n;
    return { X, y: y.map((value) => value - mean) };
  });

const sumOfSizes = (values) => values.reduce((sum, value) => sum + Math.abs(value), 0);

const paths = [
  [1_000, 2_000],
  [500, 5_000],
  [20_000, 200],
].map(([n, d]) => ({
  title: `lassoPath, ${n} x ${d}, 100 alphas`,
  score_is: 'sum of |coefficients|',
  threads: 1,
  target: 1,
  // Both stop at a duality gap of 1e-4 of |y|^2.
  within: 1e-2,
  data: () => sparse(n, d),
  peer: () => ({ task: 'lasso_path_task' }),
  run: (_none, { X, y }) => lassoPath(X, y),
  score: (_none, { coefs }) => sumOfSizes(coefs.data),
  note: ({ nIters }) => `${nIters.reduce((sum, k) => sum + k, 0)} sweeps`,
}));

const searches = [
  {
    title: 'LassoCV.fit, 1000 x 2000, 5 folds',
    score_is: 'alpha',
    threads: 1,
    target: 1,
    within: 1e-2,
    data: () => sparse(1_000, 2_000),
    peer: () => ({ task: 'lasso_cv' }),
    run: (_none, { X, y }) => new LassoCV().fit(X, y),
    score: (_none, model) => model.alpha,
  },
  {
    title: 'RidgeCV.fit, 100k x 20, 10 alphas',
    score_is: 'sum of |coefficients|',
    threads: 1,
    target: 1,
    data: () => sparse(100_000, 20),
    peer: () => ({ task: 'ridge_cv' }),
    run: (_none, { X, y }) =>
      new RidgeCV({ alphas: Array.from({ length: 10 }, (_, k) => 10 ** (k - 4)) }).fit(X, y),
    score: (_none, model) => sumOfSizes(model.coef.data),
  },
  {
    title: 'LogisticRegressionCV.fit, 20k x 20, 5 folds, 10 Cs',
    score_is: 'best mean score',
    threads: 1,
    target: 1,
    within: 1e-3,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'logistic_cv' }),
    run: (_none, { X, y }) => new LogisticRegressionCV().fit(X, y),
    score: (_none, model) => model.bestScore,
  },
];

export const tasks = [...paths, ...searches];
