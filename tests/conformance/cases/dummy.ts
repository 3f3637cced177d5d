import { DummyClassifier, DummyRegressor } from '../../../src/estimators/dummy/index.js';
import type { dummy } from '../../../src/registry/dummy.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof dummy> = {
  DummyClassifier: [
    { make: () => new DummyClassifier() },
    { make: () => new DummyClassifier({ strategy: 'stratified', randomState: 0 }) },
  ],
  DummyRegressor: [
    { make: () => new DummyRegressor() },
    { make: () => new DummyRegressor({ strategy: 'median' }) },
  ],
};
