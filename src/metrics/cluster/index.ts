export {
  type BiclusterSimilarity,
  type Biclusters,
  type ConsensusScoreOptions,
  consensusScore,
} from './consensus.js';
export { type ContingencyMatrixOptions, contingencyMatrix } from './contingency.js';
export { calinskiHarabaszScore, daviesBouldinScore } from './dispersion.js';
export { expectedMutualInformation } from './expected_information.js';
export {
  type AverageMethod,
  type AverageMethodOptions,
  adjustedMutualInfoScore,
  completenessScore,
  entropy,
  type HomogeneityCompletenessVMeasure,
  homogeneityCompletenessVMeasure,
  homogeneityScore,
  type MutualInfoOptions,
  mutualInfoScore,
  normalizedMutualInfoScore,
  type VMeasureOptions,
  vMeasureScore,
} from './information.js';
export { adjustedRandScore, fowlkesMallowsScore, pairConfusionMatrix, randScore } from './pair_counts.js';
export {
  type SilhouetteSamplesOptions,
  type SilhouetteScoreOptions,
  silhouetteSamples,
  silhouetteScore,
} from './silhouette.js';
