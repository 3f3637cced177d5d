import { declare, type ParamsOf } from '../../../core/params.js';
import { valueCriterion } from '../../tree/params.js';
import { ForestRegressor } from './forest_regressor.js';
import { bootstrapParam, forestMaxFeatures, forestParams, storeLeavesParam } from './params.js';

const declaration = declare('RandomForestRegressor', {
  criterion: valueCriterion,
  ...forestParams,
  bootstrap: bootstrapParam(true),
  maxFeatures: forestMaxFeatures(null),
  storeLeaves: storeLeavesParam,
});

/**
 * Averages many regression trees, each grown on a bootstrap sample: accurate without tuning, no scaling needed, takes
 * missing values, categories and several targets. With `storeLeaves: true` it also predicts quantiles. It cannot
 * extrapolate. Set maxFeatures to a third of the columns for more variety. Fit O(trees n log n columns-per-node) per
 * level, predict O(trees depth).
 * Reference: Breiman, Machine Learning 45 (2001) 5; scikit-learn RandomForestRegressor.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const forest = new RandomForestRegressor({ nEstimators: 20, minSamplesLeaf: 5, storeLeaves: true, randomState: 0 });
 * await forest.fit(data, target);
 * await forest.predict(data.takeRows([0]));
 * await forest.predictQuantiles(data.takeRows([0]), [0.05, 0.95]); // a 90 % interval
 * ```
 */
export class RandomForestRegressor extends ForestRegressor<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly splitter = 'best';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
