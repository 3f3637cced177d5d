export { DummyClassifier } from './dummy_classifier.js';
export { DummyRegressor } from './dummy_regressor.js';
