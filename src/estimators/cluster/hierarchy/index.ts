export { AgglomerativeClustering } from './agglomerative_clustering.js';
export { Birch } from './birch.js';
export type { Linkage } from './build_tree.js';
export type { Connectivity } from './connectivity.js';
export { FeatureAgglomeration } from './feature_agglomeration.js';
export { type LinkageTreeOptions, linkageTree, type WardTreeOptions, wardTree } from './linkage_tree.js';
export type { HierarchyMetric } from './metrics.js';
export type { MergeTree } from './tree.js';
