export { OneVsOneClassifier } from './one_vs_one_classifier.js';
export { OneVsRestClassifier } from './one_vs_rest_classifier.js';
export { OutputCodeClassifier } from './output_code_classifier.js';
