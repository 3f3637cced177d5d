export { gemmF64, gemmWorkBytes } from '../dense/gemm';
export { heapStart } from '../shared/heap';
export { cube, gauss, logcosh } from './contrast';
export { coordinatePass } from './coordinates';
