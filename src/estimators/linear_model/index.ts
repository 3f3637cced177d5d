export { LogisticRegression } from './logistic_regression.js';
