export { type BlobsData, type MakeBlobsOptions, makeBlobs } from './blobs.js';
export {
  type ClassificationData,
  type FeatureKind,
  type MakeClassificationOptions,
  makeClassification,
} from './classification.js';
export {
  type MakeFriedman1Options,
  type MakeFriedmanOptions,
  makeFriedman1,
  makeFriedman2,
  makeFriedman3,
} from './friedman.js';
export { type MakeGaussianQuantilesOptions, makeGaussianQuantiles } from './gaussian_quantiles.js';
export { type MakeHastie102Options, makeHastie102 } from './hastie.js';
export { type MakeLowRankMatrixOptions, makeLowRankMatrix } from './low_rank.js';
export { type MakeSCurveOptions, type MakeSwissRollOptions, makeSCurve, makeSwissRoll } from './manifolds.js';
export {
  type MakeMultilabelClassificationOptions,
  type MultilabelData,
  makeMultilabelClassification,
} from './multilabel.js';
export type { GeneratedClasses, GeneratedValues } from './options.js';
export {
  type MakeRegressionOptions,
  type MakeSparseUncorrelatedOptions,
  makeRegression,
  makeSparseUncorrelated,
  type RegressionData,
} from './regression.js';
export { type MakeCirclesOptions, type MakeMoonsOptions, makeCircles, makeMoons } from './rings.js';
export { type MakeSpdMatrixOptions, makeSpdMatrix } from './spd_matrix.js';
