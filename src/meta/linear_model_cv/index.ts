export { ElasticNetCV } from './elastic_net_cv.js';
export { LassoCV } from './lasso_cv.js';
export { LogisticRegressionCV } from './logistic_regression_cv.js';
export { RidgeClassifierCV } from './ridge_classifier_cv.js';
export { RidgeCV } from './ridge_cv.js';
