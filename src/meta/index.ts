export * from './adaboost/index.js';
export * from './bagging/index.js';
export type { NamedMember } from './base/named_members.js';
export * from './multiclass/index.js';
export * from './multioutput/index.js';
export * from './stacking/index.js';
export * from './thresholds/index.js';
export * from './transformed_target/index.js';
export * from './voting/index.js';
