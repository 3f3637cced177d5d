export { heapStart } from '../shared/heap';
export { mergeChain, mirror, setChain } from './chain';
export { growSpanning, setSpanning } from './spanning';
