// Feature selection against scikit-learn: scores of columns and eliminations, by the sum of the scores or ranks.
import {
  fClassif,
  LogisticRegression,
  Matrix,
  mutualInfoClassif,
  mutualInfoRegression,
  RandomState,
  RFE,
} from '../../dist/index.js';
import { classes, dataset } from '../data.mjs';

const total = (values) => Array.from(values).reduce((sum, value) => sum + value, 0);

const smooth = () =>
  dataset('smooth10000x20', () => {
    const random = new RandomState(3);
    const X = Matrix.of(random.standardNormal(200_000), 20);
    const noise = random.standardNormal(10_000);
    const y = Array.from(noise, (e, i) => Math.sin(X.get(i, 0)) + X.get(i, 1) ** 2 + X.get(i, 2) + 0.3 * e);
    return { X, y };
  });

const task = (title, data, peer, run, score, more = {}) => ({
  title,
  score_is: 'sum of scores',
  threads: 1,
  within: 1e-6,
  target: 1,
  data,
  peer: () => ({ task: peer, params: {} }),
  run: (_none, { X, y }) => run(X, y),
  score: (_none, result) => score(result),
  ...more,
});

export const tasks = [
  task(
    'fClassif, 100k x 50, 3 classes',
    () => classes(100_000, 50, 3),
    'f_classif_scores',
    fClassif,
    ({ scores }) => total(scores),
  ),
  task(
    'mutualInfoClassif, 10k x 20, 3 classes',
    () => classes(10_000, 20, 3),
    'information_classif',
    (X, y) => mutualInfoClassif(X, y, { randomState: 0 }),
    total,
  ),
  task(
    'mutualInfoRegression, 10k x 20',
    smooth,
    'information_regression',
    (X, y) => mutualInfoRegression(X, y, { randomState: 0 }),
    total,
  ),
  task(
    'RFE(LogisticRegression), 10k x 20 to 5',
    () => classes(10_000, 20, 3),
    'rfe_logistic',
    (X, y) => new RFE(new LogisticRegression(), { nFeaturesToSelect: 5 }).fit(X, y),
    ({ ranking }) => ranking.reduce((sum, rank, j) => sum + rank * (j + 1), 0),
    { score_is: 'sum of rank times column' },
  ),
];
