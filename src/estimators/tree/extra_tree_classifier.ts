import { declare, type ParamsOf } from '../../core/params.js';
import { SingleTreeClassifier } from './decision_tree_classifier.js';
import {
  classCriterion,
  growthParams,
  maxFeaturesParam,
  splitterParam,
  treeClassWeightParam,
} from './params.js';

const declaration = declare('ExtraTreeClassifier', {
  criterion: classCriterion,
  splitter: splitterParam('random'),
  maxFeatures: maxFeaturesParam('sqrt'),
  ...growthParams,
  classWeight: treeClassWeightParam(),
});

/**
 * A decision tree that draws one threshold at random for each of a few columns and takes the best of these: poor
 * alone, made for ensembles (ExtraTreesClassifier). Fit O(n d) per level.
 * Reference: Geurts, Ernst, Wehenkel, Machine Learning 63 (2006) 3; scikit-learn ExtraTreeClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const tree = await new ExtraTreeClassifier({ randomState: 0 }).fit(data, target);
 * await tree.score(data, target); // 1
 * ```
 */
export class ExtraTreeClassifier extends SingleTreeClassifier<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }
}
