import {
  FactorAnalysis,
  FastICA,
  IncrementalPCA,
  KernelPCA,
  NMF,
  PCA,
  TruncatedSVD,
} from '../../../src/estimators/decomposition/index.js';
import type { decomposition } from '../../../src/registry/decomposition.js';
import type { Cases } from '../cases.js';

/** The weights of a row are found by iterations that stop when those of all rows have settled. */
const joint = {
  'fitTransform equals fit and transform, and transform twice the same':
    'fitTransform gives the weights that were learned with the parts, as in scikit-learn',
  'rows are answered independently of their order and company':
    'iterations for all rows stop together, as in scikit-learn',
};

export const cases: Cases<typeof decomposition> = {
  FactorAnalysis: [
    { make: () => new FactorAnalysis({ nComponents: 1 }) },
    { make: () => new FactorAnalysis({ nComponents: 1, svdMethod: 'lapack' }) },
  ],
  FastICA: [
    { make: () => new FastICA({ randomState: 0, maxIter: 1000 }) },
    { make: () => new FastICA({ algorithm: 'deflation', randomState: 0, maxIter: 1000 }) },
  ],
  IncrementalPCA: [{ make: () => new IncrementalPCA({ nComponents: 2, batchSize: 20 }) }],
  KernelPCA: [{ make: () => new KernelPCA({ nComponents: 2, kernel: 'rbf', gamma: 0.1 }) }],
  NMF: [
    { make: () => new NMF({ nComponents: 2, randomState: 0, maxIter: 1000 }), exceptions: joint },
    {
      make: () =>
        new NMF({
          nComponents: 2,
          solver: 'mu',
          betaLoss: 'kullback-leibler',
          randomState: 0,
          maxIter: 1000,
        }),
      exceptions: joint,
    },
  ],
  PCA: [
    { make: () => new PCA() },
    { make: () => new PCA({ nComponents: 2, whiten: true, svdSolver: 'randomized', randomState: 0 }) },
  ],
  TruncatedSVD: [
    { make: () => new TruncatedSVD({ randomState: 0 }) },
    { make: () => new TruncatedSVD({ algorithm: 'arpack' }) },
  ],
};
