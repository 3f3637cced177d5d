import { MissingIndicator, SimpleImputer } from '../../../src/impute/index.js';
import type { impute } from '../../../src/registry/impute.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof impute> = {
  MissingIndicator: [{ make: () => new MissingIndicator({ features: 'all' }) }],
  SimpleImputer: [{ make: () => new SimpleImputer({ addIndicator: true }) }],
};
