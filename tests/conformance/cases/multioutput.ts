import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import {
  ClassifierChain,
  MultiOutputClassifier,
  MultiOutputRegressor,
  RegressorChain,
} from '../../../src/meta/index.js';
import type { multioutput } from '../../../src/registry/multioutput.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof multioutput> = {
  ClassifierChain: [
    { make: () => new ClassifierChain(new GaussianNB()) },
    {
      make: () =>
        new ClassifierChain(new LogisticRegression({ tol: 1e-8 }), { chainMethod: 'predict_proba' }),
    },
  ],
  MultiOutputClassifier: [
    { make: () => new MultiOutputClassifier(new GaussianNB()) },
    { make: () => new MultiOutputClassifier(new LogisticRegression({ tol: 1e-8 })) },
  ],
  MultiOutputRegressor: [{ make: () => new MultiOutputRegressor(new KNeighborsRegressor()) }],
  RegressorChain: [
    { make: () => new RegressorChain(new KNeighborsRegressor()) },
    { make: () => new RegressorChain(new KNeighborsRegressor(), { cv: 3 }) },
  ],
};
