export { DecisionTreeClassifier } from './decision_tree_classifier.js';
export { DecisionTreeRegressor } from './decision_tree_regressor.js';
export { ExtraTreeClassifier } from './extra_tree_classifier.js';
export { ExtraTreeRegressor } from './extra_tree_regressor.js';
export type { CategorySets, FlatTree } from './flat_tree.js';
export type { CategoricalFeatures, MaxFeatures } from './params.js';
export type { DecisionPath } from './predictor.js';
export type { PruningPath } from './pruning.js';
export type { LabelRows } from './tree_classifier_base.js';
