export { heapStart } from '../shared/heap';
export { addSums, assignAll, assignBounded, assignElkan, setProblem } from './k_means';
