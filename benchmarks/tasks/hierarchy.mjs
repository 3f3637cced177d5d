// Hierarchies of clusters: the tree and its cut.
import { AgglomerativeClustering, makeBlobs } from '../../dist/index.js';
import { dataset } from '../data.mjs';

const blobs = (rows, columns) =>
  dataset(`hierarchy${rows}x${columns}`, () => {
    const { data } = makeBlobs({
      nSamples: rows,
      nFeatures: columns,
      centers: 10,
      clusterStd: 4,
      randomState: 0,
    });
    return { X: data, y: new Array(rows).fill(0) };
  });

const tree = (rows, columns, linkage, target = 1) => ({
  title: `AgglomerativeClustering.fit, ${linkage}, ${rows / 1000}k x ${columns}`,
  score_is: 'sum of distances',
  threads: 1,
  target,
  within: 1e-9,
  data: () => blobs(rows, columns),
  peer: () => ({ task: 'agglomerative', linkage }),
  run: (_prepared, { X }) =>
    new AgglomerativeClustering({ nClusters: 10, linkage, computeDistances: true }).fit(X),
  score: (_prepared, model) => model.distances.reduce((sum, distance) => sum + distance, 0),
});

export const tasks = [
  tree(5_000, 10, 'ward'),
  tree(5_000, 10, 'average'),
  tree(5_000, 10, 'complete'),
  tree(5_000, 10, 'single'),
];
