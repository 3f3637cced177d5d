export { heapStart } from '../shared/heap';
export { beginWeights, finishWeights, sgdRows, shuffleRows } from './descent';
