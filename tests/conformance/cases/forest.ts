import {
  ExtraTreesClassifier,
  ExtraTreesRegressor,
  RandomForestClassifier,
  RandomForestRegressor,
} from '../../../src/estimators/ensemble/forest/index.js';
import type { forest } from '../../../src/registry/forest.js';
import type { Cases } from '../cases.js';

const common = { nEstimators: 8, randomState: 0 };
// A tree without limits learns every row by heart, whatever the class weights.
const minWeightFractionLeaf = 0.01;

const exceptions = {
  'integer weights equal repetition, and weight 0 equals absence':
    'bootstrap samples are drawn by weight: equal on average, not draw by draw',
};

export const cases: Cases<typeof forest> = {
  ExtraTreesClassifier: [
    { make: () => new ExtraTreesClassifier({ ...common, maxFeatures: null, minWeightFractionLeaf }) },
  ],
  ExtraTreesRegressor: [{ make: () => new ExtraTreesRegressor(common) }],
  RandomForestClassifier: [
    { make: () => new RandomForestClassifier({ ...common, bootstrap: false, minWeightFractionLeaf }) },
    { make: () => new RandomForestClassifier({ ...common, maxBins: 16, minWeightFractionLeaf }), exceptions },
  ],
  RandomForestRegressor: [
    { make: () => new RandomForestRegressor({ ...common, bootstrap: false }) },
    { make: () => new RandomForestRegressor({ ...common, oobScore: true, nEstimators: 20 }), exceptions },
  ],
};
