export { ADASYN } from './adasyn.js';
export { BorderlineSMOTE } from './borderline_smote.js';
export { KMeansSMOTE } from './kmeans_smote.js';
export { RandomOverSampler } from './random_over_sampler.js';
export { SMOTE } from './smote.js';
export { SMOTEN } from './smoten.js';
export { SMOTENC } from './smotenc.js';
export { SVMSMOTE } from './svm_smote.js';
