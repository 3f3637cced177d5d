export * from './base/index.js';
export * from './dummy/index.js';
export * from './frozen/index.js';
export * from './linear_model/index.js';
export * from './naive_bayes/index.js';
export * from './neighbors/index.js';
