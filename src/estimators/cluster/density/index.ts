export { DBSCAN, type DbscanOptions, dbscan } from './dbscan.js';
export { HDBSCAN } from './hdbscan/hdbscan.js';
export { type ClusterOpticsDbscanOptions, clusterOpticsDbscan } from './optics/dbscan_cut.js';
export { computeOpticsGraph, type OpticsGraph, type OpticsGraphOptions } from './optics/graph.js';
export { OPTICS } from './optics/optics.js';
export { type ClusterOpticsXiOptions, clusterOpticsXi } from './optics/xi.js';
