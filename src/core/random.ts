export { approximateMode } from './random/approximate_mode.js';
export type { ChoiceOptions } from './random/choice.js';
export type { RandomSnapshot } from './random/mt19937.js';
export { RandomState, type RandomStateLike } from './random/random_state.js';
export { type SamplingMethod, sampleWithoutReplacement } from './random/sample_without_replacement.js';
