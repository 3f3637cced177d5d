export { type ColumnSelection, type ColumnSelector, makeColumnSelector } from './column_selector.js';
export {
  type ColumnPart,
  ColumnTransformer,
  type ColumnTransformerOptions,
  makeColumnTransformer,
} from './column_transformer.js';
export { FeatureUnion, type UnionPart } from './feature_union.js';
export { makePipeline, Pipeline } from './pipeline.js';
export type { Step } from './steps.js';
