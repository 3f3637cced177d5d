export { heapStart } from '../shared/heap';
export { kdDensity, setDensity } from './kd_density';
export { kdNearest, setTree } from './kd_tree';
export { kdWithin } from './kd_within';
export { nanDistances, nearestDonors } from './nan_nearest';
