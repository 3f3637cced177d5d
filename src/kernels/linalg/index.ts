export { type ColumnMoments, centred, centredCrossProduct, momentsOf } from './centering.js';
export { cholesky, choleskySolve } from './cholesky.js';
export { atOnce, type Chunks, inPieces } from './chunks.js';
export {
  denseOperator,
  type LanczosOptions,
  type LeadingPairs,
  largestEigenpairs,
  type SymmetricOperator,
} from './lanczos.js';
export { type LeastSquares, leastSquares } from './least_squares.js';
export { lu, luSolve } from './lu.js';
export { type QR, qr } from './qr.js';
export {
  flipByColumns,
  flipByRows,
  leadingColumns,
  leadingRows,
  type RangeOptions,
  randomizedRange,
} from './randomized_svd.js';
export { type SVD, type SvdSides, svd, svdAsync } from './svd.js';
export {
  type SymmetricEigen,
  symmetricEigen,
  symmetricEigenAsync,
  symmetricEigenRange,
  symmetricEigenRangeAsync,
} from './symmetric_eigen.js';
export { logDeterminant, pseudoInverse, quadraticForms } from './symmetric_inverse.js';
