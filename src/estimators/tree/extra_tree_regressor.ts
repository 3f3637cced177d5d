import { declare, type ParamsOf } from '../../core/params.js';
import { SingleTreeRegressor } from './decision_tree_regressor.js';
import { growthParams, maxFeaturesParam, splitterParam, valueCriterion } from './params.js';

const declaration = declare('ExtraTreeRegressor', {
  criterion: valueCriterion,
  splitter: splitterParam('random'),
  maxFeatures: maxFeaturesParam(null),
  ...growthParams,
});

/**
 * A regression tree that draws one threshold at random for each column and takes the best of these: poor alone, made
 * for ensembles (ExtraTreesRegressor, IsolationForest). Fit O(n d) per level.
 * Reference: Geurts, Ernst, Wehenkel, Machine Learning 63 (2006) 3; scikit-learn ExtraTreeRegressor.
 *
 * @example
 * ```ts
 * const tree = await new ExtraTreeRegressor({ randomState: 0 }).fit([[1], [2], [8], [9]], [1, 1, 5, 5]);
 * await tree.predict([[1], [9]]); // [1, 5]
 * ```
 */
export class ExtraTreeRegressor extends SingleTreeRegressor<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
