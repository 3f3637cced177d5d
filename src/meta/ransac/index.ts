export type { DataCheck, ModelCheck, RowLoss } from './params.js';
export { RANSACRegressor } from './ransac_regressor.js';
