// Maps of rows: the divergence or error that is reached, and how far neighbours stay neighbours.
import {
  Isomap,
  makeBlobs,
  makeMoons,
  makeSCurve,
  SpectralClustering,
  TSNE,
  trustworthiness,
} from '../../dist/index.js';
import { dataset } from '../data.mjs';

/** Ten clusters that overlap. */
const clusters = (rows, columns) =>
  dataset(`clusters${rows}x${columns}`, () => {
    const { data } = makeBlobs({
      nSamples: rows,
      nFeatures: columns,
      centers: 10,
      clusterStd: 4,
      randomState: 0,
    });
    return { X: data, y: new Array(rows).fill(0) };
  });

export const tasks = [
  {
    title: 'TSNE.fit, 10k x 20, 1000 iterations',
    score_is: 'KL divergence',
    threads: 1,
    target: 1,
    // Descent ends in one of many minima.
    within: 0.05,
    data: () => clusters(10_000, 20),
    peer: () => ({ task: 'tsne', params: { random_state: 0, init: 'pca', learning_rate: 'auto' } }),
    run: (_none, { X }) => new TSNE({ randomState: 0 }).fit(X),
    score: (_none, model) => model.klDivergence,
    note: (model, { X } = clusters(10_000, 20)) =>
      `trustworthiness ${trustworthiness(X, model.embedding).toFixed(4)}`,
  },
  {
    title: 'Isomap.fit, 2k x 3, 10 neighbours',
    score_is: 'reconstruction error',
    threads: 1,
    target: 1,
    within: 1e-6,
    data: () =>
      dataset('curve2000', () => ({
        X: makeSCurve({ nSamples: 2000, randomState: 0 }).data,
        y: new Array(2000).fill(0),
      })),
    peer: () => ({ task: 'isomap', params: { n_neighbors: 10 } }),
    run: (_none, { X }) => new Isomap({ nNeighbors: 10 }).fit(X),
    score: (_none, model) => model.reconstructionError(),
  },
  {
    title: 'SpectralClustering.fit, 5k x 2, nearest neighbours, 2 clusters',
    score_is: 'rows of the smaller cluster',
    threads: 1,
    target: 1,
    within: 1e-3,
    data: () =>
      dataset('moons5000', () => ({
        X: makeMoons({ nSamples: 5000, noise: 0.05, randomState: 0 }).data,
        y: new Array(5000).fill(0),
      })),
    peer: () => ({
      task: 'spectral_clustering',
      params: { n_clusters: 2, affinity: 'nearest_neighbors', random_state: 0 },
    }),
    run: (_none, { X }) =>
      new SpectralClustering({ nClusters: 2, affinity: 'nearest_neighbors', randomState: 0 }).fit(X),
    score: (_none, { labels }) => {
      const ones = labels.reduce((sum, label) => sum + label, 0);
      return Math.min(ones, labels.length - ones);
    },
  },
];
