export { heapStart } from '../shared/heap';
export { kdDensity, setDensity } from './kd_density';
export { kdNearest, setTree } from './kd_tree';
export { kdWithin } from './kd_within';
