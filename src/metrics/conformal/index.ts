export { intervalCoverage, meanIntervalWidth, type WinklerOptions, winklerScore } from './intervals.js';
export {
  type ClassCoverage,
  classCoverage,
  meanSetSize,
  type PredictedSets,
  setCoverage,
  sizeStratifiedCoverage,
} from './sets.js';
