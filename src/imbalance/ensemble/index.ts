export { BalancedBaggingClassifier } from './balanced_bagging_classifier.js';
export { BalancedRandomForestClassifier } from './balanced_random_forest_classifier.js';
export { EasyEnsembleClassifier } from './easy_ensemble_classifier.js';
export { RUSBoostClassifier } from './rus_boost_classifier.js';
