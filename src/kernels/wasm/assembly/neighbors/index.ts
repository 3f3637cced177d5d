export { heapStart } from '../shared/heap';
export { kdNearest, setTree } from './kd_tree';
export { kdWithin } from './kd_within';
