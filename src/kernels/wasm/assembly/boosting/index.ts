export { heapStart } from '../shared/heap';
export { binRows } from './bins';
export { binomial, logLink, multinomial, squared, twoSided } from './gradients';
export { buildHistogram, subtractHistogram } from './histogram';
export { findSplits, setNode } from './node_split';
export { addValue, partition } from './partition';
export { addTrees } from './predict';
export { sortDoubles } from './sort';
export { beginTree, joinTree, scratchBytes, setData, setRoom, setRules, setScratch } from './problem';
