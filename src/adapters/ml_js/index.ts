export { MlCartClassifier, MlCartRegressor } from './cart.js';
export { MlKMeans } from './k_means.js';
export type { TrainedClassifier } from './ml_classifier.js';
export type { TrainedRegressor } from './ml_regressor.js';
export { MlPCA } from './pca.js';
export { MlRandomForestClassifier, MlRandomForestRegressor } from './random_forest.js';
export { MlSVC } from './svc.js';
