import { RidgeClassifierCV, RidgeCV } from '../../../src/meta/linear_model_cv/index.js';
import type { linearModelCv } from '../../../src/registry/linear_model_cv.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof linearModelCv> = {
  RidgeClassifierCV: [
    {
      make: () => new RidgeClassifierCV(),
      exceptions: {
        'integer weights equal repetition, and weight 0 equals absence':
          'leave-one-out leaves out one of the repeated rows, but the whole of a weighted one',
      },
    },
    { make: () => new RidgeClassifierCV({ scoring: 'accuracy' }) },
  ],
  RidgeCV: [
    { make: () => new RidgeCV() },
    { make: () => new RidgeCV({ gcvMode: 'svd', scoring: 'neg_mean_absolute_error' }) },
    { make: () => new RidgeCV({ cv: 3 }) },
  ],
};
