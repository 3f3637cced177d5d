// Neighbours, densities, imputation by neighbours and mean shift against scikit-learn on the same rows.
import {
  KernelDensity,
  KNNImputer,
  LocalOutlierFactor,
  Matrix,
  MeanShift,
  makeBlobs,
  NearestNeighbors,
  RandomState,
} from '../../dist/index.js';
import { dataset, head } from '../data.mjs';

/** Groups of normal points. */
const blobs = (rows, columns, k) =>
  dataset(`neighbors_blobs${rows}x${columns}x${k}`, () => {
    const { data } = makeBlobs({ nSamples: rows, nFeatures: columns, centers: k, randomState: 0 });
    return { X: data, y: new Array(rows).fill(0) };
  });

/** Groups of normal points with a tenth of the cells missing. */
const holes = (rows, columns) =>
  dataset(`neighbors_holes${rows}x${columns}`, () => {
    const { data } = makeBlobs({ nSamples: rows, nFeatures: columns, centers: 5, randomState: 0 });
    const gone = new RandomState(1).uniform(0, 1, data.data.length);
    const cells = data.data.map((value, i) => (gone[i] < 0.1 ? Number.NaN : value));
    return { X: Matrix.of(cells, columns), y: new Array(rows).fill(0) };
  });

const total = (values) => values.reduce((sum, value) => sum + value, 0);

const density = (title, rows, columns, params, ours) => ({
  title: `KernelDensity.scoreSamples, ${title}, ${rows / 1000}k x ${columns}, 2k queries`,
  score_is: 'log-likelihood',
  threads: 1,
  target: 1,
  within: params.rtol ?? 1e-6,
  data: () => blobs(rows, columns, 8),
  peer: () => ({ task: 'kernel_density', params }),
  prepare: ({ X }) => new KernelDensity(ours).fit(X),
  run: (model, { X }) => model.scoreSamples(head({ X, y: [] }, 2000).X),
  score: (_model, scores) => total(scores),
});

const shift = (rows, columns, params, ours) => ({
  title: `MeanShift.fit, ${rows / 1000}k x ${columns}, ${params.bin_seeding ? 'grid of seeds' : 'all rows as seeds'}`,
  score_is: 'clusters',
  threads: 1,
  target: 1,
  within: 0,
  data: () => blobs(rows, columns, 6),
  peer: () => ({ task: 'mean_shift', params }),
  run: (_none, { X }) => new MeanShift(ours).fit(X),
  score: (_none, model) => model.clusterCenters.rows,
});

export const tasks = [
  {
    title: 'NearestNeighbors.radiusNeighbors, 20k x 3',
    score_is: 'neighbours',
    threads: 1,
    target: 1,
    within: 0,
    data: () => blobs(20_000, 3, 8),
    peer: () => ({ task: 'radius_neighbors', radius: 0.5 }),
    prepare: ({ X }) => new NearestNeighbors({ radius: 0.5 }).fit(X),
    run: (model, { X }) => model.radiusNeighbors(X),
    score: (_model, found) => total(found.map(({ indices }) => indices.length)),
  },
  {
    title: 'LocalOutlierFactor.fitPredict, 20k x 5',
    score_is: 'mean factor',
    threads: 1,
    target: 1,
    within: 1e-9,
    data: () => blobs(20_000, 5, 8),
    peer: () => ({ task: 'local_outlier_factor' }),
    run: async (_none, { X }) => {
      const detector = new LocalOutlierFactor();
      await detector.fitPredict(X);
      return detector;
    },
    score: (_none, detector) => -total(detector.negativeOutlierFactor) / 20_000,
  },
  density('gaussian', 20_000, 3, { bandwidth: 0.3 }, { bandwidth: 0.3 }),
  density('gaussian within 1e-4', 20_000, 3, { bandwidth: 0.3, rtol: 1e-4 }, { bandwidth: 0.3, rtol: 1e-4 }),
  density(
    'epanechnikov',
    20_000,
    3,
    { bandwidth: 0.8, kernel: 'epanechnikov' },
    { bandwidth: 0.8, kernel: 'epanechnikov' },
  ),
  {
    title: 'KNNImputer.fitTransform, 5k x 20, a tenth missing',
    score_is: 'sum of cells',
    threads: 1,
    target: 1,
    within: 1e-9,
    data: () => holes(5_000, 20),
    peer: () => ({ task: 'knn_imputer' }),
    run: (_none, { X }) => new KNNImputer().fitTransform(X),
    score: (_none, X) => total(X.data),
  },
  shift(2_000, 2, { bandwidth: 1.5 }, { bandwidth: 1.5 }),
  shift(20_000, 3, { bandwidth: 1.5, bin_seeding: true }, { bandwidth: 1.5, binSeeding: true }),
];
