export { heapStart } from '../shared/heap';
export { setAbsoluteRoom } from './absolute_error';
export { setCategoryRoom } from './categories';
export { begin, grow, recordBytes, setRecords } from './grow';
export { setPackedRoom } from './packed_rows';
export { setColumns, setRoom, setRules, setTargets } from './problem';
export { fillGuide } from './scan';
export { setTree } from './tree';
export { fillLeaves, fillValues, nodeCount, setWordCount } from './values';
