export type { NetworkFitOptions, NetworkPartialFitOptions } from './fit_options.js';
export { MLPClassifier } from './mlp_classifier.js';
export { MLPRegressor } from './mlp_regressor.js';
export type { EpochControl, TrainingCallback } from './training/callbacks.js';
export type { EpochLog, History, Monitor } from './training/history.js';
