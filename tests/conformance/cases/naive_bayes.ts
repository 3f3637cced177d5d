import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import type { naiveBayes } from '../../../src/registry/naive_bayes.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof naiveBayes> = {
  GaussianNB: [{ make: () => new GaussianNB() }],
};
