export { DeviceError } from './engine/device_error.js';
export { type DeviceCandidate, type DeviceChoice, DeviceList, describeDevices } from './engine/devices.js';
export type { DeviceReport } from './engine/engine.js';
export type { NetworkFitOptions, NetworkPartialFitOptions } from './fit_options.js';
export { MLPAutoencoder } from './mlp_autoencoder.js';
export { MLPClassifier } from './mlp_classifier.js';
export { MLPRegressor } from './mlp_regressor.js';
export {
  EarlyStopping,
  type EarlyStoppingOptions,
  ModelCheckpoint,
  type ModelCheckpointOptions,
  ReduceLROnPlateau,
  type ReduceLROnPlateauOptions,
} from './training/builtin_callbacks.js';
export type { EpochControl, TrainingCallback } from './training/callbacks.js';
export type { EpochLog, History, Monitor } from './training/history.js';
