export { GradientBoostingClassifier } from './gradient_boosting_classifier.js';
export { GradientBoostingRegressor } from './gradient_boosting_regressor.js';
