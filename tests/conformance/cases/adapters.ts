import {
  MlCartClassifier,
  MlCartRegressor,
  MlKMeans,
  MlPCA,
  MlRandomForestClassifier,
  MlRandomForestRegressor,
  MlSVC,
} from '../../../src/adapters/index.js';
import type { adapters } from '../../../src/registry/adapters.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof adapters> = {
  MlCartClassifier: [{ make: () => new MlCartClassifier() }],
  MlCartRegressor: [{ make: () => new MlCartRegressor() }],
  MlKMeans: [{ make: () => new MlKMeans({ nClusters: 3, seed: 1 }) }],
  MlPCA: [{ make: () => new MlPCA({ nComponents: 2 }) }],
  MlRandomForestClassifier: [{ make: () => new MlRandomForestClassifier({ nEstimators: 8, seed: 3 }) }],
  MlRandomForestRegressor: [{ make: () => new MlRandomForestRegressor({ nEstimators: 8, seed: 3 }) }],
  MlSVC: [{ make: () => new MlSVC({ kernel: 'rbf', randomState: 0 }) }],
};
