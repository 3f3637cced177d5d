import {
  KernelDensity,
  KNeighborsClassifier,
  KNeighborsRegressor,
  LocalOutlierFactor,
  NearestCentroid,
  NearestNeighbors,
  NeighborhoodComponentsAnalysis,
  RadiusNeighborsClassifier,
  RadiusNeighborsRegressor,
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
  NearestCentroid: [
    { make: () => new NearestCentroid() },
    { make: () => new NearestCentroid({ metric: 'manhattan', shrinkThreshold: 0.2, priors: 'empirical' }) },
  ],
  RadiusNeighborsClassifier: [
    { make: () => new RadiusNeighborsClassifier({ radius: 2, outlierLabel: 'most_frequent' }) },
  ],
  RadiusNeighborsRegressor: [
    { make: () => new RadiusNeighborsRegressor({ radius: 5, weights: 'distance' }) },
  ],
  LocalOutlierFactor: [
    { make: () => new LocalOutlierFactor({ novelty: true }) },
    { make: () => new LocalOutlierFactor({ contamination: 0.1, nNeighbors: 5 }) },
  ],
  KernelDensity: [
    { make: () => new KernelDensity() },
    { make: () => new KernelDensity({ kernel: 'tophat', bandwidth: 1.5, algorithm: 'ball_tree' }) },
  ],
  NeighborhoodComponentsAnalysis: [
    { make: () => new NeighborhoodComponentsAnalysis({ maxIter: 5, randomState: 0 }) },
    { make: () => new NeighborhoodComponentsAnalysis({ nComponents: 2, init: 'pca', maxIter: 5 }) },
  ],
};
