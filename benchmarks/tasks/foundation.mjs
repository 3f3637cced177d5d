// The tasks. `run` is what is timed; `prepare`, before it, and `score`, behind it, are not. `threads` is what the peer
// gets: 1, or null for every core. `within` is how far apart the two scores may lie, relative to their size, for the
// times to be comparable. `against` a package of npm carries the same functions for it; against Python, `peer` names
// a function of peers/tasks/*.py and its arguments.

import KNN from 'ml-knn';
import LogReg from 'ml-logistic-regression';
import { Matrix as MlMatrix } from 'ml-matrix';
import {
  accuracyScore,
  GaussianNB,
  GridSearchCV,
  KNeighborsClassifier,
  LogisticRegression,
  logLoss,
  makePipeline,
  pairwiseDistances,
  readCsv,
  rocAucScore,
  StandardScaler,
} from '../../dist/index.js';
import { classes, csvFile, head, normals } from '../data.mjs';

const sum = (values) => values.reduce((a, b) => a + b, 0);
/** Without the nearest, which is the query itself: exactly 0 here, rounding error where the peer expands the square. */
const distancesOf = (_model, { distances }) =>
  distances.data.reduce((total, d, i) => (i % distances.columns === 0 ? total : total + d), 0);

/** The bound on the gradient of the mean loss. Tight enough that both sides end within 1e-7 of the least loss. */
const TOL = 1e-6;

const logistic = (threads) => ({
  title: 'LogisticRegression.fit, 100k x 20, 3 classes',
  score_is: 'mean log loss',
  threads,
  target: 0.6,
  within: 1e-7,
  data: () => classes(100_000, 20, 3),
  peer: () => ({ task: 'logistic', tol: TOL }),
  run: (_none, { X, y }) => new LogisticRegression({ maxIter: 1000, tol: TOL }).fit(X, y),
  score: async (_none, model, { X, y }) => logLoss(y, await model.predictProba(X)),
  note: (model) => `${model.nIter[0]} iterations`,
});

const neighbors = (algorithm, rows, queries, threads) => ({
  threads,
  score_is: 'sum of distances to others',
  data: rows,
  peer: () => ({ task: 'kneighbors', algorithm, queries }),
  prepare: async (data) => ({
    queries: head(data, queries).X,
    model: await new KNeighborsClassifier({
      nNeighbors: 5,
      algorithm,
      nJobs: threads === 1 ? null : -1,
    }).fit(data.X, data.y),
  }),
  run: ({ model, queries }) => model.kneighbors(queries),
  score: distancesOf,
});

const kdTree = (threads) => ({
  ...neighbors('kd_tree', () => normals(100_000, 5), 10_000, threads),
  title: 'KNeighborsClassifier.kneighbors, kd_tree, 100k x 5, 10k queries, k = 5',
  target: 0.7,
});

const brute = (threads) => ({
  ...neighbors('brute', () => normals(20_000, 50), 20_000, threads),
  title: 'KNeighborsClassifier.kneighbors, brute, 20k x 50, 20k queries, k = 5',
  target: 1.5,
});

const csv = (decimals, what) => ({
  title: `readCsv, 100k x 10, ${what}`,
  score_is: 'sum of the cells',
  against: 'pandas round_trip',
  threads: 1,
  target: 0.4,
  within: 1e-9,
  data: () => csvFile(100_000, 10, decimals),
  peer: ({ path }) => ({ task: 'csv', path }),
  run: (_none, { path }) => readCsv(path),
  score: (_none, table) => sum(table.columns.map((name) => sum(table.numbers(name)))),
});

const GRID = { logisticregression__C: [0.001, 0.01, 0.1, 1, 10, 100] };

export const tasks = [
  logistic(1),
  logistic(null),
  {
    title: 'KNeighborsClassifier.fit, kd_tree, 100k x 5',
    threads: 1,
    data: () => normals(100_000, 5),
    peer: () => ({ task: 'kd_tree_fit' }),
    run: (_none, { X, y }) => new KNeighborsClassifier({ algorithm: 'kd_tree' }).fit(X, y),
  },
  kdTree(1),
  kdTree(null),
  brute(1),
  brute(null),
  {
    title: 'GaussianNB.fit, 100k x 20',
    score_is: 'sum of the means',
    threads: 1,
    data: () => classes(100_000, 20, 3),
    peer: () => ({ task: 'gaussian_fit' }),
    run: (_none, { X, y }) => new GaussianNB().fit(X, y),
    score: (_none, model) => sum(model.theta.data),
  },
  {
    title: 'GaussianNB.predict, 100k x 20',
    score_is: 'accuracy',
    threads: 1,
    data: () => classes(100_000, 20, 3),
    peer: () => ({ task: 'gaussian_predict' }),
    prepare: ({ X, y }) => new GaussianNB().fit(X, y),
    run: (model, { X }) => model.predict(X),
    score: (_model, predicted, { y }) => accuracyScore(y, predicted),
  },
  {
    title: 'StandardScaler.fitTransform, 1M x 10',
    score_is: 'sum of absolute cells',
    threads: 1,
    data: () => normals(1_000_000, 10),
    peer: () => ({ task: 'standard_scaler' }),
    run: (_none, { X }) => new StandardScaler().fitTransform(X),
    score: (_none, out) => out.data.reduce((a, b) => a + Math.abs(b), 0),
  },
  {
    title: 'GridSearchCV, scaled logistic regression, 20k x 10, 5 folds x 6 values of C',
    score_is: 'mean test log loss',
    threads: null,
    target: 0.7,
    within: 1e-5,
    data: () => classes(20_000, 10, 2),
    peer: () => ({ task: 'grid_search', tol: 1e-4, C: GRID.logisticregression__C }),
    run: (_none, { X, y }) =>
      new GridSearchCV(
        makePipeline(new StandardScaler(), new LogisticRegression({ maxIter: 1000, tol: 1e-4 })),
        GRID,
        { cv: 5, nJobs: -1, scoring: 'neg_log_loss' },
      ).fit(X, y),
    score: (_none, search) => -sum(search.cvResults.meanTestScore) / GRID.logisticregression__C.length,
  },
  ...['euclidean', 'manhattan', 'cosine'].map((metric) => ({
    title: `pairwiseDistances, 3k x 50, ${metric}`,
    score_is: 'mean distance',
    threads: 1,
    within: 1e-9,
    data: () => normals(3_000, 50),
    peer: () => ({ task: 'pairwise', metric }),
    run: (_none, { X }) => pairwiseDistances(X, undefined, { metric }),
    score: (_none, distances) => sum(distances.data) / distances.data.length,
  })),
  csv(6, '6 decimals'),
  csv(null, '17 digits'),
  {
    title: 'rocAucScore, 1M scores',
    score_is: 'AUC',
    threads: 1,
    data: () => normals(1_000_000, 1),
    peer: () => ({ task: 'roc_auc' }),
    run: async (_none, { X, y }) => rocAucScore(y, X.data),
    score: (_none, auc) => auc,
  },
  {
    title: 'KNeighborsClassifier, 4k x 10, k = 5, fit and predict',
    score_is: 'accuracy',
    against: 'ml-knn',
    data: () => head(classes(20_000, 10, 2), 4000),
    run: async (_none, { X, y }) => (await new KNeighborsClassifier().fit(X, y)).predict(X),
    score: (_none, predicted, { y }) => accuracyScore(y, predicted),
    theirs: {
      prepare: ({ X }) => X.to2DArray(),
      run: (rows, { y }) => new KNN(rows, y, { k: 5 }).predict(rows),
    },
  },
  {
    title: 'LogisticRegression, 4k x 10, fit and predict',
    score_is: 'accuracy',
    against: 'ml-logistic-regression',
    // Fixed steps of gradient descent without an intercept: it does not end where we do.
    within: Number.POSITIVE_INFINITY,
    data: () => head(classes(20_000, 10, 2), 4000),
    run: async (_none, { X, y }) => (await new LogisticRegression().fit(X, y)).predict(X),
    score: (_none, predicted, { y }) => accuracyScore(y, Array.from(predicted)),
    theirs: {
      prepare: ({ X, y }) => ({ X: new MlMatrix(X.to2DArray()), y: MlMatrix.columnVector(y) }),
      run: ({ X, y }) => {
        const model = new LogReg({ numSteps: 1000, learningRate: 5e-3 });
        model.train(X, y);
        return model.predict(X);
      },
    },
  },
];
