export type { KNeighborsResult, SparseRows } from './kneighbors_base.js';
export { KNeighborsClassifier } from './kneighbors_classifier.js';
export { KNeighborsRegressor } from './kneighbors_regressor.js';
export { NearestNeighbors } from './nearest_neighbors.js';
export type { NeighborMetric, NeighborWeights } from './params.js';
export type { RadiusResult } from './radius_query.js';
