import {
  DecisionTreeClassifier,
  DecisionTreeRegressor,
  ExtraTreeClassifier,
  ExtraTreeRegressor,
} from '../../../src/estimators/tree/index.js';
import type { tree } from '../../../src/registry/tree.js';
import type { Cases } from '../cases.js';

const randomState = 0;
// A tree without limits learns every row by heart, whatever the class weights.
const minWeightFractionLeaf = 0.01;

export const cases: Cases<typeof tree> = {
  DecisionTreeClassifier: [
    { make: () => new DecisionTreeClassifier({ randomState, minWeightFractionLeaf }) },
    { make: () => new DecisionTreeClassifier({ randomState, criterion: 'entropy', maxLeafNodes: 6 }) },
    { make: () => new DecisionTreeClassifier({ randomState, splitter: 'random', ccpAlpha: 0.01 }) },
  ],
  DecisionTreeRegressor: [
    { make: () => new DecisionTreeRegressor({ randomState }) },
    { make: () => new DecisionTreeRegressor({ randomState, criterion: 'absolute_error', maxDepth: 5 }) },
    { make: () => new DecisionTreeRegressor({ randomState, maxLeafNodes: 12 }) },
  ],
  ExtraTreeClassifier: [{ make: () => new ExtraTreeClassifier({ randomState, minWeightFractionLeaf }) }],
  ExtraTreeRegressor: [{ make: () => new ExtraTreeRegressor({ randomState }) }],
};
