// Clustering. Both sides of k-means start from the same centres and stop by the same rule.
import { DBSCAN, KMeans, Matrix, MiniBatchKMeans, makeBlobs, OPTICS } from '../../dist/index.js';
import { dataset } from '../data.mjs';

/** Clusters that overlap: as many as are looked for, with a spread of the size of their distances. */
const blobs = (rows, columns, k, spread) =>
  dataset(`blobs${rows}x${columns}x${k}`, () => {
    const { data } = makeBlobs({
      nSamples: rows,
      nFeatures: columns,
      centers: k,
      clusterStd: spread,
      randomState: 0,
    });
    return { X: data, y: new Array(rows).fill(0) };
  });

const kMeans = (rows, columns, k, spread, target) => ({
  title: `KMeans.fit, ${rows / 1000}k x ${columns}, k = ${k}`,
  score_is: 'inertia',
  threads: 1,
  target,
  within: 1e-6,
  data: () => blobs(rows, columns, k, spread),
  peer: () => ({ task: 'k_means', k }),
  prepare: ({ X }) => Matrix.of(X.data.slice(0, k * X.columns), X.columns),
  run: (init, { X }) => new KMeans({ nClusters: k, init, maxIter: 30, tol: 0 }).fit(X),
  score: (_init, model) => model.inertia,
  note: (model) => `${model.nIter} iterations`,
});

const found = (labels) => labels.reduce((most, label) => Math.max(most, label), -1) + 1;
const noise = (labels) => labels.reduce((sum, label) => sum + (label < 0 ? 1 : 0), 0);

/** Many groups on the way from sparse to dense. */
const groups = (rows, columns) => blobs(rows, columns, 20, 0.6);

const dbscan = (rows, eps, target) => ({
  title: `DBSCAN.fit, ${rows / 1000}k x 3, eps = ${eps}`,
  score_is: 'clusters',
  threads: 1,
  target,
  within: 0,
  data: () => groups(rows, 3),
  peer: () => ({ task: 'dbscan', eps }),
  run: (_, { X }) => new DBSCAN({ eps, minSamples: 10 }).fit(X),
  score: (_, model) => found(model.labels),
  note: (model) => `${noise(model.labels)} rows of noise`,
});

const optics = (rows, target) => ({
  title: `OPTICS.fit, ${rows / 1000}k x 3`,
  score_is: 'clusters',
  threads: 1,
  target,
  within: 0,
  data: () => groups(rows, 3),
  peer: () => ({ task: 'optics' }),
  // Not by steepness, which releases of scikit-learn see differently.
  run: (_, { X }) => new OPTICS({ minSamples: 10, clusterMethod: 'dbscan', eps: 0.5 }).fit(X),
  score: (_, model) => found(model.labels),
  note: (model) => `${noise(model.labels)} rows of noise`,
});

const miniBatch = (rows, columns, k, spread, target) => ({
  title: `MiniBatchKMeans.fit, ${rows / 1000}k x ${columns}, k = ${k}`,
  score_is: 'inertia',
  threads: 1,
  target,
  // Releases of scikit-learn draw other rows.
  within: 0.1,
  data: () => blobs(rows, columns, k, spread),
  peer: () => ({ task: 'mini_batch', k }),
  run: (_, { X }) =>
    new MiniBatchKMeans({ nClusters: k, nInit: 3, maxNoImprovement: null, maxIter: 3, randomState: 0 }).fit(
      X,
    ),
  score: (_, model) => model.inertia,
  note: (model) => `${model.nSteps} batches`,
});

export const tasks = [
  kMeans(100_000, 10, 8, 4, 0.75),
  kMeans(20_000, 50, 100, 5, 1.2),
  miniBatch(100_000, 10, 8, 4, 1),
  dbscan(100_000, 0.15, 0.7),
  dbscan(100_000, 0.3, 0.7),
  optics(5000, 1),
];
