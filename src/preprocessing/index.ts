export { StandardScaler } from './standard_scaler.js';
