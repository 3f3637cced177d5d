export { PassiveAggressiveClassifier } from './passive_aggressive_classifier.js';
export { PassiveAggressiveRegressor } from './passive_aggressive_regressor.js';
export { Perceptron } from './perceptron.js';
export { SGDClassifier } from './sgd_classifier.js';
export { SGDOneClassSVM } from './sgd_one_class_svm.js';
export { SGDRegressor } from './sgd_regressor.js';
