export { type CheckCvOptions, type CvLike, checkCv } from './check_cv.js';
export * from './cross_validate.js';
export { GridSearchCV, type GridSearchCVOptions } from './grid_search_cv.js';
export {
  type Distribution,
  loguniform,
  type ParamCombination,
  ParameterGrid,
  ParameterSampler,
  type ParameterSamplerOptions,
  randint,
  uniform,
  type ValueLists,
} from './parameter_grid.js';
export {
  type DistributionsOf,
  RandomizedSearchCV,
  type RandomizedSearchCVOptions,
} from './randomized_search_cv.js';
export { type ResampleOptions, resample, type ShuffleOptions, shuffle } from './resample.js';
export {
  getScorer,
  getScorerNames,
  makeScorer,
  type Scorer,
  type ScorerName,
  type ScorerOptions,
  type Scoring,
} from './scorer.js';
export type { CvResults } from './search_results.js';
export * from './splitters/index.js';
export * from './statistics/index.js';
export {
  type TrainTestSplitOptions,
  type TrainValTestSplitOptions,
  trainTestSplit,
  trainValTestSplit,
} from './train_test_split.js';
