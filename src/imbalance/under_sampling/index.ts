export { RandomUnderSampler } from './random_under_sampler.js';
