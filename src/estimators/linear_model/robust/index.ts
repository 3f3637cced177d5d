export { HuberRegressor } from './huber_regressor.js';
export { TheilSenRegressor } from './theil_sen_regressor.js';
