export { LinearRegression } from './linear_regression.js';
export { LogisticRegression } from './logistic_regression.js';
export { Ridge } from './ridge.js';
