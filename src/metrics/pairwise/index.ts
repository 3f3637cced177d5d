export type { DistanceCallable, DistanceName, MetricParams } from '../../kernels/distances.js';
export { type ArgminOptions, pairwiseDistancesArgmin, pairwiseDistancesArgminMin } from './argmin.js';
export {
  type ChunkedDistancesOptions,
  pairwiseDistancesChunked,
  type ReducedDistancesOptions,
} from './chunked.js';
export {
  cosineDistances,
  distanceMetrics,
  type EuclideanDistancesOptions,
  euclideanDistances,
  haversineDistances,
  manhattanDistances,
  type NaNEuclideanDistancesOptions,
  nanEuclideanDistances,
  type PairwiseDistancesOptions,
  pairwiseDistances,
} from './distances.js';
export {
  additiveChi2Kernel,
  type Chi2KernelOptions,
  chi2Kernel,
  cosineSimilarity,
  type GammaOptions,
  laplacianKernel,
  linearKernel,
  type PolynomialKernelOptions,
  polynomialKernel,
  rbfKernel,
  type SigmoidKernelOptions,
  sigmoidKernel,
} from './kernels.js';
export type { PairwiseMetric } from './metric_for.js';
export {
  type PairedDistancesOptions,
  pairedCosineDistances,
  pairedDistances,
  pairedEuclideanDistances,
  pairedManhattanDistances,
} from './paired.js';
export {
  type KernelCallable,
  type KernelName,
  type KernelParams,
  kernelMetrics,
  type PairwiseKernelsOptions,
  pairwiseKernels,
} from './pairwise_kernels.js';
