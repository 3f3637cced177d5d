import {
  HistGradientBoostingClassifier,
  HistGradientBoostingRegressor,
} from '../../../src/estimators/ensemble/index.js';
import type { histGradientBoosting } from '../../../src/registry/hist_gradient_boosting.js';
import type { Cases } from '../cases.js';

// Leaves of one row: a minimum number of rows counts rows, not weights.
const small = { maxIter: 5, minSamplesLeaf: 1, maxLeafNodes: 8, learningRate: 0.3, randomState: 0 };
const drawsRows = {
  'integer weights equal repetition, and weight 0 equals absence':
    'validation rows are drawn from the rows, whatever their weights',
};

export const cases: Cases<typeof histGradientBoosting> = {
  HistGradientBoostingClassifier: [
    { make: () => new HistGradientBoostingClassifier(small) },
    {
      make: () => new HistGradientBoostingClassifier({ ...small, earlyStopping: true, maxFeatures: 0.5 }),
      exceptions: drawsRows,
    },
  ],
  HistGradientBoostingRegressor: [
    { make: () => new HistGradientBoostingRegressor(small) },
    {
      make: () => new HistGradientBoostingRegressor({ ...small, earlyStopping: true, scoring: 'r2' }),
      exceptions: drawsRows,
    },
  ],
};
