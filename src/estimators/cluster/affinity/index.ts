export { AffinityPropagation } from './affinity_propagation.js';
