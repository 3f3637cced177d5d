export { FrozenEstimator } from './frozen_estimator.js';
