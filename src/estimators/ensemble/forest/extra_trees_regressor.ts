import { declare, type ParamsOf } from '../../../core/params.js';
import { valueCriterion } from '../../tree/params.js';
import { ForestRegressor } from './forest_regressor.js';
import { bootstrapParam, forestMaxFeatures, forestParams, storeLeavesParam } from './params.js';

const declaration = declare('ExtraTreesRegressor', {
  criterion: valueCriterion,
  ...forestParams,
  bootstrap: bootstrapParam(false),
  maxFeatures: forestMaxFeatures(null),
  storeLeaves: storeLeavesParam,
});

/**
 * Averages many regression trees that draw their thresholds at random, each grown on all rows: quicker to fit than a
 * random forest and smoother. With `storeLeaves: true` it also predicts quantiles. Fit O(trees n columns-per-node) per
 * level, predict O(trees depth).
 * Reference: Geurts, Ernst, Wehenkel, Machine Learning 63 (2006) 3; scikit-learn ExtraTreesRegressor.
 *
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const forest = new ExtraTreesRegressor({ nEstimators: 20, minSamplesLeaf: 3, randomState: 0 });
 * await forest.fit(data, target);
 * await forest.predict(data.takeRows([0]));
 * ```
 */
export class ExtraTreesRegressor extends ForestRegressor<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly splitter = 'random';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
