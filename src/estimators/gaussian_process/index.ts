export { GaussianProcessClassifier } from './gaussian_process_classifier.js';
export { GaussianProcessRegressor } from './gaussian_process_regressor.js';
export {
  type Bounds,
  type Hyperparameter,
  Kernel,
  type KernelGradient,
  type KernelRecord,
} from './kernel.js';
export { Exponentiation, type KernelTerm, kernelFrom, Product, Sum } from './kernel_algebra.js';
export type { KernelLike } from './kernel_param.js';
export {
  ConstantKernel,
  type ConstantKernelOptions,
  DotProduct,
  type DotProductOptions,
  ExpSineSquared,
  type ExpSineSquaredOptions,
  RationalQuadratic,
  type RationalQuadraticOptions,
  WhiteKernel,
  type WhiteKernelOptions,
} from './more_kernels.js';
export { Matern, type MaternOptions, RBF, type RbfOptions } from './stationary_kernels.js';
