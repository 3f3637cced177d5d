// Decision trees and forests against scikit-learn, on data that both sides read from the same files. Exact trees of X in
// single precision would be equal node by node; here X is double, which scikit-learn rounds, so scores are compared.
import { RandomForestClassifier as MlForest } from 'ml-random-forest';
import {
  accuracyScore,
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreesClassifier,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../dist/index.js';
import { classes, dataset, head } from '../data.mjs';

const SETS = {
  '20k x 20': () => split(20_000, 20),
  '100k x 10': () => split(100_000, 10),
};

/** The last fifth of the rows tells how good a forest is. */
function split(rows, columns) {
  const whole = classes(rows, columns, 2);
  const from = 0.8 * rows;
  const range = (a, b) => Int32Array.from({ length: b - a }, (_, i) => a + i);
  const test = { X: whole.X.takeRows(range(from, rows)), y: whole.y.slice(from) };
  return { ...whole, train: head(whole, from), test };
}

const accuracy = async (_none, model, { test }) => accuracyScore(test.y, await model.predict(test.X));
const jobsOf = (threads) => (threads === 1 ? 1 : -1);

const forest = (kind, Forest, name, options, target, threads = 1) => ({
  title: `${Forest.name}.fit${options.maxBins ? `, maxBins ${options.maxBins}` : ''}, ${name}, 100 trees`,
  score_is: 'accuracy on the rest',
  threads,
  target,
  // Other seeds give other forests: half a per cent is their spread.
  within: 5e-3,
  data: SETS[name],
  peer: () => ({ task: 'forest_fit', kind }),
  run: (_none, { train }) =>
    new Forest({ nEstimators: 100, randomState: 0, nJobs: jobsOf(threads), ...options }).fit(
      train.X,
      train.y,
    ),
  score: accuracy,
});

const tree = (name) => ({
  title: `DecisionTreeClassifier.fit, ${name}`,
  score_is: 'accuracy on the rest',
  threads: 1,
  target: 0.5,
  within: 1e-2,
  data: SETS[name],
  peer: () => ({ task: 'tree_fit' }),
  run: (_none, { train }) => new DecisionTreeClassifier({ randomState: 0 }).fit(train.X, train.y),
  score: accuracy,
});

const curve = () =>
  dataset('curve50000x10', () => {
    const { X } = classes(100_000, 10, 2);
    const rows = Int32Array.from({ length: 50_000 }, (_, i) => i);
    const part = X.takeRows(rows);
    return { X: part, y: Array.from(rows, (i) => part.get(i, 0) * part.get(i, 1) + part.get(i, 2)) };
  });

const r2 = (_none, model, { X, y }) => model.score(X, y);

export const tasks = [
  ...['20k x 20', '100k x 10'].flatMap((name) => [
    forest('random', RandomForestClassifier, name, {}, 0.35),
    forest('random', RandomForestClassifier, name, { maxBins: 255 }, 0.15),
    forest('extra', ExtraTreesClassifier, name, {}, 0.4),
    tree(name),
  ]),
  forest('random', RandomForestClassifier, '100k x 10', {}, 0.35, null),
  {
    title: 'RandomForestClassifier.predictProba, 20k x 20, 100 trees',
    score_is: 'sum of squared probabilities',
    threads: 1,
    target: 0.6,
    within: 1e-2,
    data: SETS['20k x 20'],
    peer: () => ({ task: 'forest_predict' }),
    prepare: ({ train }) =>
      new RandomForestClassifier({ nEstimators: 100, randomState: 0, nJobs: -1 }).fit(train.X, train.y),
    run: (model, { X }) => model.predictProba(X),
    score: (_model, shares) => shares.data.reduce((sum, p) => sum + p * p, 0),
  },
  {
    title: 'RandomForestClassifier.predict, 100 trees, 1000 single rows',
    score_is: 'ones predicted',
    threads: 1,
    within: 2e-2,
    data: SETS['20k x 20'],
    peer: () => ({ task: 'forest_single_rows', rows: 20 }),
    prepare: async ({ train, X }) => ({
      model: await new RandomForestClassifier({ nEstimators: 100, randomState: 0, nJobs: -1 }).fit(
        train.X,
        train.y,
      ),
      rows: Array.from({ length: 1000 }, (_, i) => X.takeRows([i])),
    }),
    run: async ({ model, rows }) => {
      let ones = 0;
      for (const row of rows) ones += (await model.predict(row))[0];
      return ones;
    },
    score: (_prepared, ones) => ones,
  },
  {
    title: 'RandomForestRegressor.fit, 50k x 10, 20 trees',
    score_is: 'R2',
    threads: 1,
    target: 0.35,
    within: 5e-3,
    data: curve,
    peer: () => ({ task: 'forest_regressor' }),
    run: (_none, { X, y }) => new RandomForestRegressor({ nEstimators: 20, randomState: 0 }).fit(X, y),
    score: r2,
  },
  {
    title: 'DecisionTreeRegressor.fit, 50k x 10',
    score_is: 'R2',
    threads: 1,
    target: 0.5,
    within: 1e-6,
    data: curve,
    peer: () => ({ task: 'tree_regressor' }),
    run: (_none, { X, y }) => new DecisionTreeRegressor({ randomState: 0 }).fit(X, y),
    score: r2,
  },
  {
    title: 'RandomForestClassifier, 500 x 20, 5 trees, fit and predict',
    score_is: 'accuracy on the rest',
    against: 'ml-random-forest',
    within: Number.POSITIVE_INFINITY,
    data: () => {
      const { train, test } = SETS['20k x 20']();
      return { ...head(train, 500), test: head(test, 1000) };
    },
    run: async (_none, { X, y, test }) =>
      (await new RandomForestClassifier({ nEstimators: 5, randomState: 0 }).fit(X, y)).predict(test.X),
    score: (_none, predicted, { test }) => accuracyScore(test.y, Array.from(predicted)),
    theirs: {
      prepare: ({ X, test }) => ({ rows: X.to2DArray(), test: test.X.to2DArray() }),
      run: ({ rows, test }, { y }) => {
        const model = new MlForest({ nEstimators: 5, seed: 0, noOOB: true });
        model.train(rows, y);
        return model.predict(test);
      },
    },
  },
];
