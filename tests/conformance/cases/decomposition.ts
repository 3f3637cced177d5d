import { PCA } from '../../../src/estimators/decomposition/index.js';
import type { decomposition } from '../../../src/registry/decomposition.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof decomposition> = {
  PCA: [
    { make: () => new PCA() },
    { make: () => new PCA({ nComponents: 2, whiten: true, svdSolver: 'randomized', randomState: 0 }) },
  ],
};
