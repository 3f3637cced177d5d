import { IncrementalPCA, KernelPCA, PCA, TruncatedSVD } from '../../../src/estimators/decomposition/index.js';
import type { decomposition } from '../../../src/registry/decomposition.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof decomposition> = {
  IncrementalPCA: [{ make: () => new IncrementalPCA({ nComponents: 2, batchSize: 20 }) }],
  KernelPCA: [{ make: () => new KernelPCA({ nComponents: 2, kernel: 'rbf', gamma: 0.1 }) }],
  PCA: [
    { make: () => new PCA() },
    { make: () => new PCA({ nComponents: 2, whiten: true, svdSolver: 'randomized', randomState: 0 }) },
  ],
  TruncatedSVD: [
    { make: () => new TruncatedSVD({ randomState: 0 }) },
    { make: () => new TruncatedSVD({ algorithm: 'arpack' }) },
  ],
};
