export { gemmF64, gemmWorkBytes } from '../dense/gemm';
export { heapStart } from '../shared/heap';
export { bidiagonalise } from './bidiagonal';
export { applyBlock, factorPanel } from './reflectors';
export { rotateRows } from './rotations';
export { tridiagonalise } from './tridiagonal';
