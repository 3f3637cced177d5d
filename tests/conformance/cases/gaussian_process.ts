import {
  GaussianProcessClassifier,
  GaussianProcessRegressor,
  RBF,
  Sum,
  WhiteKernel,
} from '../../../src/estimators/gaussian_process/index.js';
import type { gaussianProcess } from '../../../src/registry/gaussian_process.js';
import type { Cases } from '../cases.js';

export const cases: Cases<typeof gaussianProcess> = {
  GaussianProcessClassifier: [
    { make: () => new GaussianProcessClassifier({ kernel: new RBF(), optimizer: null }) },
    { make: () => new GaussianProcessClassifier({ kernel: new RBF(), warmStart: true }) },
    { make: () => new GaussianProcessClassifier({ multiClass: 'one_vs_one' }) },
  ],
  GaussianProcessRegressor: [
    { make: () => new GaussianProcessRegressor({ alpha: 0.01 }) },
    {
      make: () =>
        new GaussianProcessRegressor({ kernel: new Sum(new RBF(), new WhiteKernel()), normalizeY: true }),
    },
  ],
};
