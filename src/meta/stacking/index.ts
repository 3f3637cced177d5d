export { StackingClassifier } from './stacking_classifier.js';
export { StackingRegressor } from './stacking_regressor.js';
