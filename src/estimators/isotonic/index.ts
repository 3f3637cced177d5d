export { IsotonicRegression } from './isotonic_regression.js';
