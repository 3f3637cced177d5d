export { heapStart } from '../shared/heap';
export { cacheIsShort, clearCache, fillCache, setSlots } from './cache';
export { kernelDiagonal, packRows } from './kernel_rows';
export { beginRounds, crammerRound, hingeRound, squaredLengths, tubeRound } from './linear_dual';
export { l1Round } from './linear_l1';
export { hessianProduct, squaredLoss } from './linear_primal';
export { kernelBlock, pairDecisions } from './predict';
export { seedOrder } from './random';
export {
  repeatDoubles, setCache, setKernel, setProgram, setVariables, smoActive, smoIterations, smoRun,
} from './smo';
