import { bool, custom, int, nullable, type ParamSpec, real } from '../../../core/params.js';
import { type Estimator, isEstimator } from '../../../core/protocol.js';
import { growthParams, maxFeaturesParam } from '../../tree/params.js';

const { minSamplesSplit, minSamplesLeaf, minWeightFractionLeaf, maxLeafNodes } = growthParams;
const { minImpurityDecrease, ccpAlpha, randomState } = growthParams;

/** What boosting starts from. */
function initParam(): ParamSpec<Estimator | 'zero' | null> {
  return nullable(
    custom<Estimator | 'zero'>('zero', {
      doc: "What to start from: an estimator fitted first, 'zero', or null for the best constant.",
      expected: "an estimator or 'zero'",
      accepts: (value) => value === 'zero' || isEstimator(value),
      invalid: ['one', 3, {}],
    }),
  );
}

/** Parameters of both gradient boosters. */
export const gradientBoostingSpecs = {
  learningRate: real(0.1, { min: 0, doc: 'Factor on the contribution of every tree.' }),
  nEstimators: int(100, { min: 1, doc: 'Boosting iterations: trees, or sets of one tree per class.' }),
  subsample: real(1, {
    min: 0,
    exclusiveMin: true,
    max: 1,
    doc: 'Share of the rows that each tree learns from, drawn anew without repeats; below 1 it is stochastic gradient boosting.',
  }),
  minSamplesSplit,
  minSamplesLeaf,
  minWeightFractionLeaf,
  maxDepth: nullable(int(3, { min: 1, doc: 'Most splits between root and leaf; null for no limit.' }), 3),
  minImpurityDecrease,
  init: initParam(),
  randomState,
  maxFeatures: maxFeaturesParam(null),
  maxLeafNodes,
  warmStart: bool(false, { doc: 'Keep the trees of the earlier fit and add to them.' }),
  validationFraction: real(0.1, {
    min: 0,
    exclusiveMin: true,
    max: 1,
    exclusiveMax: true,
    doc: 'Share of the rows that `nIterNoChange` watches.',
  }),
  nIterNoChange: nullable(
    int(1, {
      min: 1,
      doc: 'Stop when the loss on rows set aside has not fallen by `tol` within so many iterations; null for no early stopping.',
    }),
  ),
  tol: real(1e-4, { min: 0, doc: 'Least fall of the loss that counts for `nIterNoChange`.' }),
  ccpAlpha,
};
