export type { SelectorFitOptions } from './cv_params.js';
export type { ImportanceGetter, Importances } from './importances.js';
export { RFE } from './rfe.js';
export { RFECV, type RfecvResults } from './rfecv.js';
export { SelectFromModel } from './select_from_model.js';
export { SequentialFeatureSelector } from './sequential_feature_selector.js';
export type { ThresholdText } from './threshold.js';
