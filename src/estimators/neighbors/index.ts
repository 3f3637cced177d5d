export {
  kneighborsGraph,
  type NeighborsGraphOptions,
  radiusNeighborsGraph,
  sortGraphByRowValues,
} from './graph.js';
export { KernelDensity } from './kernel_density.js';
export type { KNeighborsResult, SparseRows } from './kneighbors_base.js';
export { KNeighborsClassifier } from './kneighbors_classifier.js';
export { KNeighborsRegressor } from './kneighbors_regressor.js';
export { LocalOutlierFactor } from './local_outlier_factor.js';
export { NearestCentroid } from './nearest_centroid.js';
export { NearestNeighbors } from './nearest_neighbors.js';
export { NeighborhoodComponentsAnalysis } from './neighborhood_components_analysis.js';
export type { NeighborMetric, NeighborWeights } from './params.js';
export type { RadiusGraphOptions, RadiusOptions } from './radius_methods.js';
export { RadiusNeighborsClassifier } from './radius_neighbors_classifier.js';
export { RadiusNeighborsRegressor } from './radius_neighbors_regressor.js';
export type { RadiusResult } from './radius_query.js';
