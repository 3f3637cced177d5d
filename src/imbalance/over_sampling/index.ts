export { RandomOverSampler } from './random_over_sampler.js';
export { SMOTE } from './smote.js';
