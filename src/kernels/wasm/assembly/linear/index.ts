export { heapStart } from '../shared/heap';
export {
  descend, descentDualNorm, descentGap, descentIterations, setColumns, setDescent, setGram, squaredColumns,
  startDescent,
} from './coordinate_descent';
