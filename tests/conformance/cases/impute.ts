import { IterativeImputer, KNNImputer, MissingIndicator, SimpleImputer } from '../../../src/impute/index.js';
import type { impute } from '../../../src/registry/impute.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof impute> = {
  IterativeImputer: [
    { make: () => new IterativeImputer({ maxIter: 2, randomState: 0 }) },
    {
      make: () =>
        new IterativeImputer({ samplePosterior: true, maxIter: 2, addIndicator: true, randomState: 0 }),
    },
  ],
  KNNImputer: [
    { make: () => new KNNImputer() },
    { make: () => new KNNImputer({ weights: 'distance', addIndicator: true, keepEmptyFeatures: true }) },
  ],
  MissingIndicator: [{ make: () => new MissingIndicator({ features: 'all' }) }],
  SimpleImputer: [{ make: () => new SimpleImputer({ addIndicator: true }) }],
};
