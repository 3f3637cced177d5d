export { AdaBoostClassifier } from './adaboost_classifier.js';
export { AdaBoostRegressor } from './adaboost_regressor.js';
