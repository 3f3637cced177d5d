import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import { OneVsOneClassifier, OneVsRestClassifier, OutputCodeClassifier } from '../../../src/meta/index.js';
import type { multiclass } from '../../../src/registry/multiclass.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof multiclass> = {
  OneVsOneClassifier: [
    { make: () => new OneVsOneClassifier(new LogisticRegression({ tol: 1e-8 })) },
    { make: () => new OneVsOneClassifier(new GaussianNB()) },
  ],
  OneVsRestClassifier: [
    { make: () => new OneVsRestClassifier(new LogisticRegression({ tol: 1e-8 })) },
    { make: () => new OneVsRestClassifier(new GaussianNB()) },
    { make: () => new OneVsRestClassifier(new KNeighborsRegressor({ nNeighbors: 4 })) },
  ],
  OutputCodeClassifier: [
    { make: () => new OutputCodeClassifier(new GaussianNB(), { codeSize: 3, randomState: 0 }) },
    { make: () => new OutputCodeClassifier(new LogisticRegression(), { codeSize: 4, randomState: 1 }) },
  ],
};
