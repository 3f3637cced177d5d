import type { Loaders } from './loaders.js';

export const kernelApproximation = {
  AdditiveChi2Sampler: async () =>
    (await import('../estimators/kernel_approximation/index.js')).AdditiveChi2Sampler,
  Nystroem: async () => (await import('../estimators/kernel_approximation/index.js')).Nystroem,
  RBFSampler: async () => (await import('../estimators/kernel_approximation/index.js')).RBFSampler,
  SkewedChi2Sampler: async () =>
    (await import('../estimators/kernel_approximation/index.js')).SkewedChi2Sampler,
} satisfies Loaders;
