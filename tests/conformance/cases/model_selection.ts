import { LogisticRegression } from '../../../src/estimators/linear_model/index.js';
import { GridSearchCV, loguniform, RandomizedSearchCV } from '../../../src/model_selection/index.js';
import type { modelSelection } from '../../../src/registry/model_selection.js';
import type { Cases } from '../cases.js';

const grid = { C: [0.5, 1] };

export const cases: Cases<typeof modelSelection> = {
  GridSearchCV: [{ make: () => new GridSearchCV(new LogisticRegression(), grid, { cv: 3 }) }],
  RandomizedSearchCV: [
    {
      make: () =>
        new RandomizedSearchCV(
          new LogisticRegression(),
          { C: loguniform(0.1, 10) },
          { nIter: 2, cv: 3, randomState: 0 },
        ),
    },
  ],
};
