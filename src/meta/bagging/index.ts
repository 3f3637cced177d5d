export { BaggingClassifier } from './bagging_classifier.js';
export { BaggingRegressor } from './bagging_regressor.js';
