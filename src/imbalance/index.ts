export type { NeighborsOption } from './base/neighbors.js';
export { type Resampled, SamplerBase, type SamplerData } from './base/sampler.js';
export type {
  ClassCounts,
  CleaningStrategy,
  OverSamplingStrategy,
  SamplingKind,
  UnderSamplingStrategy,
} from './base/sampling_strategy.js';
export {
  type ComputeClassWeightOptions,
  type ComputeSampleWeightOptions,
  computeClassWeight,
  computeSampleWeight,
} from './class_weight.js';
export * from './combine/index.js';
export * from './ensemble/index.js';
export { type FunctionResult, FunctionSampler, type ResamplingFunction } from './function_sampler.js';
export { type MakeImbalanceOptions, makeImbalance } from './make_imbalance.js';
export * from './over_sampling/index.js';
export * from './under_sampling/index.js';
