export type { NeighborsOption } from './base/neighbors.js';
export { type Resampled, SamplerBase, type SamplerData } from './base/sampler.js';
export type {
  ClassCounts,
  CleaningStrategy,
  OverSamplingStrategy,
  SamplingKind,
  UnderSamplingStrategy,
} from './base/sampling_strategy.js';
export * from './over_sampling/index.js';
export * from './under_sampling/index.js';
