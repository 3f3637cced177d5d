import {
  AdditiveChi2Sampler,
  Nystroem,
  RBFSampler,
  SkewedChi2Sampler,
} from '../../../src/estimators/kernel_approximation/index.js';
import type { kernelApproximation } from '../../../src/registry/kernel_approximation.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof kernelApproximation> = {
  AdditiveChi2Sampler: [{ make: () => new AdditiveChi2Sampler({ sampleSteps: 3 }) }],
  Nystroem: [{ make: () => new Nystroem({ nComponents: 10, gamma: 0.2, randomState: 0 }) }],
  RBFSampler: [{ make: () => new RBFSampler({ nComponents: 5, gamma: 0.2, randomState: 0 }) }],
  SkewedChi2Sampler: [{ make: () => new SkewedChi2Sampler({ nComponents: 5, randomState: 0 }) }],
};
