export { cholesky, choleskySolve } from './cholesky.js';
export { type LeastSquares, leastSquares } from './least_squares.js';
export { lu, luSolve } from './lu.js';
export { type QR, qr } from './qr.js';
export { type SVD, svd } from './svd.js';
export { type SymmetricEigen, symmetricEigen } from './symmetric_eigen.js';
