import { DummyRegressor } from '../../../src/estimators/dummy/index.js';
import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GaussianNB } from '../../../src/estimators/naive_bayes/index.js';
import { KNeighborsClassifier, KNeighborsRegressor } from '../../../src/estimators/neighbors/index.js';
import { VotingClassifier, VotingRegressor } from '../../../src/meta/index.js';
import type { ensemble } from '../../../src/registry/ensemble.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof ensemble> = {
  VotingClassifier: [
    {
      make: () =>
        new VotingClassifier([
          ['nb', new GaussianNB()],
          ['knn', new KNeighborsClassifier()],
          ['lr', new LogisticRegression()],
        ]),
    },
    {
      make: () =>
        new VotingClassifier(
          [
            ['nb', new GaussianNB()],
            ['gone', 'drop'],
            ['lr', new LogisticRegression({ tol: 1e-8 })],
          ],
          { voting: 'soft', weights: [1, 5, 2] },
        ),
    },
  ],
  VotingRegressor: [
    {
      make: () =>
        new VotingRegressor(
          [
            ['one', new KNeighborsRegressor({ nNeighbors: 1 })],
            ['five', new KNeighborsRegressor()],
            ['mean', new DummyRegressor()],
          ],
          { weights: [1, 2, 0.5] },
        ),
    },
  ],
};
