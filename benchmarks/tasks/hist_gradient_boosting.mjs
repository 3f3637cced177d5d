// Histogram gradient boosting beside scikit-learn and xgboost: 100 iterations of 31 leaves, no early stopping.
import { accuracyScore, HistGradientBoostingClassifier } from '../../dist/index.js';
import { classes, head } from '../data.mjs';

const fitting = (peer, target, rows, columns, k, threads) => ({
  title: `HistGradientBoostingClassifier.fit, ${rows / 1000}k x ${columns}, ${k} classes${peer === 'xgboost_hist' ? ', xgboost' : ''}`,
  score_is: 'accuracy on 20k of the rows',
  threads,
  target,
  // Splits are the same but for the quantiles of the bins; xgboost bounds leaves by hessians in place of rows.
  within: 0.01,
  data: () => classes(rows, columns, k),
  peer: () => ({ task: peer }),
  run: (_none, { X, y }) =>
    new HistGradientBoostingClassifier({
      earlyStopping: false,
      randomState: 0,
      nJobs: threads === 1 ? null : -1,
    }).fit(X, y),
  score: async (_none, model, data) => {
    const rest = head(data, 20_000);
    return accuracyScore(rest.y, await model.predict(rest.X));
  },
});

const shapes = [
  [100_000, 20, 2],
  [1_000_000, 10, 2],
  [100_000, 20, 7],
];

export const tasks = [
  ...shapes.flatMap((shape) => [
    fitting('hist_boosting', 0.85, ...shape, 1),
    fitting('xgboost_hist', 1.0, ...shape, 1),
    fitting('hist_boosting', 0.9, ...shape, null),
  ]),
  {
    title: 'HistGradientBoostingClassifier.predict, 100k x 20',
    score_is: 'accuracy',
    threads: 1,
    target: 0.8,
    within: 0.01,
    data: () => classes(100_000, 20, 2),
    peer: () => ({ task: 'hist_boosting_predict' }),
    prepare: ({ X, y }) =>
      new HistGradientBoostingClassifier({ earlyStopping: false, randomState: 0 }).fit(X, y),
    run: (model, { X }) => model.predict(X),
    score: (_model, predicted, { y }) => accuracyScore(y, predicted),
  },
];
