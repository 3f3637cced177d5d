export { heapStart } from '../shared/heap';
export { clearCache, fillCache } from './cache';
export { kernelDiagonal, packRows } from './kernel_rows';
export { kernelBlock, pairDecisions } from './predict';
export {
  repeatDoubles, setCache, setKernel, setProgram, setVariables, smoActive, smoIterations, smoRun,
} from './smo';
