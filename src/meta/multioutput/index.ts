export { ClassifierChain } from './classifier_chain.js';
export type { OutputLabels } from './label_columns.js';
export { MultiOutputClassifier } from './multi_output_classifier.js';
export { MultiOutputRegressor } from './multi_output_regressor.js';
export { RegressorChain } from './regressor_chain.js';
