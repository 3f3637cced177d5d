export { RidgeClassifierCV } from './ridge_classifier_cv.js';
export { RidgeCV } from './ridge_cv.js';
