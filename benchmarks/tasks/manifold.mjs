// Maps of rows: the divergence or error that is reached, and how far neighbours stay neighbours.
import { makeBlobs, TSNE, trustworthiness } from '../../dist/index.js';
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
];
