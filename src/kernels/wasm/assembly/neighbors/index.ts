export { heapStart } from '../shared/heap';
export { kdDensity, setDensity } from './kd_density';
export { kdShift, setNodeSums } from './kd_shift';
export { kdNearest, setTree } from './kd_tree';
export { kdWithin } from './kd_within';
export { nanDistances, nearestDonors } from './nan_nearest';
