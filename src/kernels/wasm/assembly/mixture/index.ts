export { heapStart } from '../shared/heap';
export { setProblem } from './problem';
export { emStep, momentStep } from './steps';
export { evaluate } from './evaluate';
