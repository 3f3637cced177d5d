export { Ridge } from './ridge.js';
export { RidgeClassifier } from './ridge_classifier.js';
