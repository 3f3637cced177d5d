// Resampling against imbalanced-learn: the same rows come out on both sides, so that the score is their sum.
import {
  BalancedRandomForestClassifier,
  balancedAccuracyScore,
  EditedNearestNeighbours,
  makeClassification,
  RandomUnderSampler,
  SMOTE,
  SMOTEENN,
  TomekLinks,
} from '../../dist/index.js';
import { dataset, head } from '../data.mjs';

const tail = ({ X, y }, from) => ({
  X: X.takeRows(Int32Array.from({ length: X.rows - from }, (_, i) => from + i)),
  y: y.slice(from),
});

/** Two overlapping classes of which the second has the share `minority`. */
const rare = (rows, columns, minority) =>
  dataset(`rare${rows}x${columns}x${minority}`, () => {
    const { data, target } = makeClassification({
      nSamples: rows,
      nFeatures: columns,
      nInformative: 6,
      nRedundant: 0,
      weights: [1 - minority],
      flipY: 0.01,
      randomState: 0,
    });
    return { X: data, y: Array.from(target) };
  });

const sumOfRows = (_none, { X }) => {
  let sum = 0;
  for (const cell of X.data) sum += cell;
  return sum;
};

const sampling = (sampler, params, title, rows, minority, target, threads = 1) => {
  const nJobs = threads === 1 ? null : -1;
  const takesJobs = 'nJobs' in sampler.params;
  const own = takesJobs ? sampler.with({ nJobs }) : sampler;
  return {
    title,
    score_is: 'sum of the cells',
    against: 'imbalanced-learn',
    threads,
    target,
    within: 1e-9,
    data: () => rare(rows, 10, minority),
    peer: () => ({ task: 'resample', sampler: sampler.type, params }),
    run: (_none, { X, y }) => own.fitResample(X, y),
    score: sumOfRows,
  };
};

const forest = (threads) => ({
  title: 'BalancedRandomForestClassifier.fit, 100 trees, 25k x 10, 5 % minority',
  score_is: 'balanced accuracy, other rows',
  against: 'imbalanced-learn',
  threads,
  target: 0.35,
  within: 0.01,
  data: () => rare(50_000, 10, 0.05),
  peer: () => ({ task: 'balanced_forest' }),
  prepare: ({ X, y }) => ({ train: head({ X, y }, 25_000), test: tail({ X, y }, 25_000) }),
  run: ({ train }) => {
    const nJobs = threads === 1 ? null : -1;
    return new BalancedRandomForestClassifier({ nEstimators: 100, randomState: 0, nJobs }).fit(
      train.X,
      train.y,
    );
  },
  score: async ({ test }, model) => balancedAccuracyScore(test.y, await model.predict(test.X)),
});

const seed = { randomState: 0 };
const python = { random_state: 0 };

export const tasks = [
  sampling(new SMOTE(seed), python, 'SMOTE.fitResample, 100k x 10, 1 % minority', 100_000, 0.01, 0.5),
  sampling(new SMOTE(seed), python, 'SMOTE.fitResample, 50k x 10, 30 % minority', 50_000, 0.3, 0.6),
  sampling(
    new RandomUnderSampler(seed),
    python,
    'RandomUnderSampler.fitResample, 100k x 10',
    100_000,
    0.3,
    1,
  ),
  sampling(
    new EditedNearestNeighbours(),
    {},
    'EditedNearestNeighbours.fitResample, 50k x 10',
    50_000,
    0.3,
    0.6,
  ),
  sampling(new TomekLinks(), {}, 'TomekLinks.fitResample, 50k x 10', 50_000, 0.3, 0.6),
  sampling(new TomekLinks(), {}, 'TomekLinks.fitResample, 50k x 10, all cores', 50_000, 0.3, 0.6, null),
  sampling(new SMOTEENN(seed), python, 'SMOTEENN.fitResample, 20k x 10', 20_000, 0.1, 0.6),
  forest(1),
  forest(null),
];
