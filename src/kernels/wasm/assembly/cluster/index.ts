export { heapStart } from '../shared/heap';
export { joinCore, joinTight, labelBorders, leastLabels, markCore, setDensity, settleGroups } from './density';
export { addSums, assignAll, assignBounded, assignElkan, setProblem } from './k_means';
export { assignFiltered, packRows, setFilter, shiftRows } from './k_means_filter';
export { spreadFrom } from './k_means_spread';
export { growTree, setReach } from './reach';
