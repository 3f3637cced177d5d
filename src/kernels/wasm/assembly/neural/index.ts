export { gemmF32, gemmF64, gemmWorkBytes } from '../dense/gemm';
export { heapStart } from '../shared/heap';
export {
  activateBackwardF32, activateBackwardF64, activateF32, activateF64, softmaxF32, softmaxF64,
} from './activations';
export {
  columnSumsF32, columnSumsF64, fillRowsF32, fillRowsF64, multiplyF32, multiplyF64, normalizeBackwardF32,
  normalizeBackwardF64, normalizeF32, normalizeF64, normalizeFixedF32, normalizeFixedF64,
} from './layers';
export { addF32, addF64, penaltyF32, penaltyF64, scaleF32, scaleF64, updateF32, updateF64 } from './optimizers';
