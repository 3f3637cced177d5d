export { IsolationForest } from './isolation_forest.js';
