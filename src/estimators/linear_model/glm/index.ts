export { GammaRegressor } from './gamma_regressor.js';
export { PoissonRegressor } from './poisson_regressor.js';
export { TweedieRegressor } from './tweedie_regressor.js';
