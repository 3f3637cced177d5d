export { LinearRegression } from './linear_regression.js';
export { LogisticRegression } from './logistic_regression.js';
