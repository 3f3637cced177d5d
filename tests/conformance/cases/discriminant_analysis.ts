import {
  LinearDiscriminantAnalysis,
  QuadraticDiscriminantAnalysis,
} from '../../../src/estimators/discriminant_analysis/index.js';
import type { discriminantAnalysis } from '../../../src/registry/discriminant_analysis.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof discriminantAnalysis> = {
  LinearDiscriminantAnalysis: [
    { make: () => new LinearDiscriminantAnalysis() },
    { make: () => new LinearDiscriminantAnalysis({ solver: 'lsqr', shrinkage: 'auto' }) },
    { make: () => new LinearDiscriminantAnalysis({ solver: 'eigen', shrinkage: 0.1 }) },
  ],
  QuadraticDiscriminantAnalysis: [
    { make: () => new QuadraticDiscriminantAnalysis({ regParam: 0.1 }) },
    { make: () => new QuadraticDiscriminantAnalysis({ solver: 'eigen', shrinkage: 'auto' }) },
  ],
};
