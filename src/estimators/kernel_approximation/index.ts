export { AdditiveChi2Sampler } from './additive_chi2_sampler.js';
export { Nystroem } from './nystroem.js';
export { RBFSampler } from './rbf_sampler.js';
export { SkewedChi2Sampler } from './skewed_chi2_sampler.js';
