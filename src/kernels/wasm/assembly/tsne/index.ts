export { heapStart } from '../shared/heap';
export { attract, divergence } from './attract';
export { descend } from './descend';
export { descendBy, exactForces, exactSum } from './exact';
export { conditionals } from './perplexity';
export { setProblem } from './problem';
export { kernelSum, repel } from './repel';
export { buildTree } from './tree';
