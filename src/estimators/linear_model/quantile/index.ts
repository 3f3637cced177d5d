export { QuantileRegressor, type QuantileSolverOptions } from './quantile_regressor.js';
