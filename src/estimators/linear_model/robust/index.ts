export { HuberRegressor } from './huber_regressor.js';
