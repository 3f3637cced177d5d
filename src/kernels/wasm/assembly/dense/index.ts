export { heapStart } from '../shared/heap';
export { addColumnSquares, addColumnSums, shiftDivideColumns } from './columns';
export { expF64, logF64, logSumExpRowsF64, sigmoidF64, softmaxRowsF64 } from './elementwise';
export { gemmF32, gemmF64, gemmWorkBytes, mirrorF64 } from './gemm';
export {
  logisticGradient, logisticHessian, logisticHessianProduct, logisticProbabilities, packPanels,
} from './logistic';
export { nearest, packCentered, setFilter, setPoints } from './neighbors';
export { cosineRow, pairAbsolutes, pairDots, pairSquares } from './pairs';
export { tweediePass, weightedSquares, weightRows } from './tweedie';
export { axpyF64, dotF64, gemvF64, gemvTransposedF64 } from './vector';
