export { SelectFdr, SelectFpr, SelectFwe } from './by_probability.js';
export { SelectKBest, SelectPercentile } from './by_score.js';
export { GenericUnivariateSelect } from './generic_univariate_select.js';
export type {
  ScoreFunction,
  ScoreFunctionName,
  ScoreFunctionOptions,
  ScoreFunctionResult,
} from './score_function.js';
