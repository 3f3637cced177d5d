export { ExtraTreesClassifier } from './extra_trees_classifier.js';
export { ExtraTreesRegressor } from './extra_trees_regressor.js';
export type { ForestPath } from './forest_outputs.js';
export type { ForestClassWeight, OobScorer } from './params.js';
export { RandomForestClassifier } from './random_forest_classifier.js';
export { RandomForestRegressor } from './random_forest_regressor.js';
