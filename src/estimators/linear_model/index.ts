export * from './bayes/index.js';
export * from './coordinate_descent/index.js';
export * from './glm/index.js';
export { LinearRegression } from './linear_regression.js';
export { LogisticRegression } from './logistic_regression.js';
export * from './quantile/index.js';
export * from './ridge/index.js';
export * from './robust/index.js';
export * from './sgd/index.js';
