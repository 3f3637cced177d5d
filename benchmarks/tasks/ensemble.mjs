// Boosting, bagging and isolation forests against scikit-learn.
import {
  AdaBoostClassifier,
  BaggingClassifier,
  GaussianNB,
  GradientBoostingClassifier,
  GradientBoostingRegressor,
  IsolationForest,
  LogisticRegression,
  rocAucScore,
  StackingClassifier,
} from '../../dist/index.js';
import { classes, dataset, head } from '../data.mjs';

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

const boosting = (title, data, params, target) => ({
  title: `GradientBoostingClassifier.fit, ${title}`,
  score_is: 'accuracy',
  threads: 1,
  target,
  within: 0.01,
  data,
  peer: () => ({ task: 'gradient_boosting_fit', params: { n_estimators: params.nEstimators } }),
  run: (_none, { X, y }) => new GradientBoostingClassifier({ ...params, randomState: 0 }).fit(X, y),
  score: (_none, model, { X, y }) => model.score(X, y),
});

const curve = () =>
  dataset('curve20000', () => {
    const { X } = classes(20_000, 20, 2);
    const y = Array.from(
      { length: X.rows },
      (_, i) => Math.sin(X.get(i, 0)) + 0.5 * X.get(i, 1) * X.get(i, 2),
    );
    return { X, y };
  });

export const tasks = [
  boosting('20k x 20, 50 trees', () => classes(20_000, 20, 2), { nEstimators: 50 }, 0.5),
  boosting('20k x 20, 4 classes, 10 x 4 trees', () => classes(20_000, 20, 4), { nEstimators: 10 }, 0.5),
  ...['squared_error', 'huber'].map((loss) => ({
    title: `GradientBoostingRegressor.fit, ${loss}, 20k x 20, 30 trees`,
    score_is: 'R2',
    threads: 1,
    target: 0.5,
    within: 0.01,
    data: curve,
    peer: () => ({ task: 'gradient_boosting_regression_fit', params: { n_estimators: 30, loss } }),
    run: (_none, { X, y }) =>
      new GradientBoostingRegressor({ nEstimators: 30, loss, randomState: 0 }).fit(X, y),
    score: (_none, model, { X, y }) => model.score(X, y),
  })),
  {
    title: 'GradientBoostingClassifier.predictProba, 20k rows, 50 trees',
    score_is: 'AUC',
    threads: 1,
    target: 1,
    within: 0.005,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'gradient_boosting_predict', params: { n_estimators: 50 } }),
    prepare: ({ X, y }) => new GradientBoostingClassifier({ nEstimators: 50, randomState: 0 }).fit(X, y),
    run: (model, { X }) => model.predictProba(X),
    score: (_model, proba, { y }) => rocAucScore(y, proba.column(1)),
  },
  {
    title: 'AdaBoostClassifier.fit, 20k x 20, 30 stumps',
    score_is: 'accuracy',
    threads: 1,
    target: 0.6,
    within: 0.01,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'adaboost_fit', params: { n_estimators: 30 } }),
    run: (_none, { X, y }) => new AdaBoostClassifier({ nEstimators: 30, randomState: 0 }).fit(X, y),
    score: (_none, model, { X, y }) => model.score(X, y),
  },
  {
    title: 'BaggingClassifier.fit, 10k x 20, 10 trees',
    score_is: 'accuracy out of the bag, last 1000 rows',
    threads: 1,
    target: 0.6,
    within: 0.02,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'bagging_fit', params: { n_estimators: 10 } }),
    run: (_none, data) => {
      const { X, y } = head(data, 10_000);
      return new BaggingClassifier({ nEstimators: 10, randomState: 0 }).fit(X, y);
    },
    score: (_none, model, { X, y }) => {
      const last = Int32Array.from({ length: 1000 }, (_, i) => 19_000 + i);
      return model.score(
        X.takeRows(last),
        Array.from(last, (i) => y[i]),
      );
    },
  },
  {
    title: 'IsolationForest.fit and scoreSamples, 20k x 20, 100 trees',
    score_is: 'mean score',
    threads: 1,
    target: 0.6,
    within: 0.01,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'isolation_forest', params: { n_estimators: 100 } }),
    run: async (_none, { X }) => (await new IsolationForest({ randomState: 0 }).fit(X)).scoreSamples(X),
    score: (_none, scores) => mean(scores),
  },
  {
    title: 'StackingClassifier.fit, naive Bayes and logistic regression, 20k x 20',
    score_is: 'accuracy',
    threads: 1,
    target: 1,
    within: 0.005,
    data: () => classes(20_000, 20, 2),
    peer: () => ({ task: 'stacking_fit', params: {} }),
    run: (_none, { X, y }) =>
      new StackingClassifier([
        ['nb', new GaussianNB()],
        ['lr', new LogisticRegression()],
      ]).fit(X, y),
    score: (_none, model, { X, y }) => model.score(X, y),
  },
];
