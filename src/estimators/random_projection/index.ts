export { GaussianRandomProjection } from './gaussian_random_projection.js';
export { johnsonLindenstraussMinDim } from './johnson_lindenstrauss.js';
export { SparseRandomProjection } from './sparse_random_projection.js';
