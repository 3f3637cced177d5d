import {
  KNeighborsClassifier,
  KNeighborsRegressor,
  NearestNeighbors,
} from '../../../src/estimators/neighbors/index.js';
import type { neighbors } from '../../../src/registry/neighbors.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof neighbors> = {
  KNeighborsClassifier: [
    { make: () => new KNeighborsClassifier() },
    { make: () => new KNeighborsClassifier({ weights: 'distance', algorithm: 'brute' }) },
    { make: () => new KNeighborsClassifier({ metric: 'manhattan', algorithm: 'ball_tree' }) },
  ],
  KNeighborsRegressor: [{ make: () => new KNeighborsRegressor() }],
  NearestNeighbors: [{ make: () => new NearestNeighbors() }],
};
