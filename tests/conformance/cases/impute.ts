import { KNNImputer, MissingIndicator, SimpleImputer } from '../../../src/impute/index.js';
import type { impute } from '../../../src/registry/impute.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof impute> = {
  KNNImputer: [
    { make: () => new KNNImputer() },
    { make: () => new KNNImputer({ weights: 'distance', addIndicator: true, keepEmptyFeatures: true }) },
  ],
  MissingIndicator: [{ make: () => new MissingIndicator({ features: 'all' }) }],
  SimpleImputer: [{ make: () => new SimpleImputer({ addIndicator: true }) }],
};
