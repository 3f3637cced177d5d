export { gemmF64, gemmF32, gemmWorkBytes, mirrorF64 } from './gemm';
export { dotF64, axpyF64, gemvF64, gemvTransposedF64 } from './vector';
export { expF64, logF64, sigmoidF64, softmaxRowsF64, logSumExpRowsF64 } from './elementwise';

/** First byte that no constant of the module uses. */
export function heapStart(): usize {
  return __heap_base;
}
export { setPoints, setFilter, packCentered, nearest } from './neighbors';
export {
  logisticGradient, logisticHessian, logisticHessianProduct, logisticProbabilities, packPanels,
} from './logistic';
