import { RandomOverSampler, RandomUnderSampler, SMOTE } from '../../../src/imbalance/index.js';
import type { imbalance } from '../../../src/registry/imbalance.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof imbalance> = {
  RandomOverSampler: [
    { make: () => new RandomOverSampler({ randomState: 0 }) },
    { make: () => new RandomOverSampler({ randomState: 0, shrinkage: 0.5 }) },
  ],
  RandomUnderSampler: [
    { make: () => new RandomUnderSampler({ randomState: 0 }) },
    { make: () => new RandomUnderSampler({ randomState: 0, replacement: true }) },
  ],
  SMOTE: [
    { make: () => new SMOTE({ randomState: 0 }) },
    { make: () => new SMOTE({ randomState: 0, kNeighbors: 2, samplingStrategy: 'all' }) },
  ],
};
