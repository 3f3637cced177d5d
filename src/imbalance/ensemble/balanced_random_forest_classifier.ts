import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { decodeLabels } from '../../core/labels.js';
import { bool, declare, type ParamsOf } from '../../core/params.js';
import { tags } from '../../core/tags.js';
import type { ForestData } from '../../estimators/ensemble/forest/fit_forest.js';
import { ForestClassifier } from '../../estimators/ensemble/forest/forest_classifier.js';
import {
  bootstrapParam,
  forestClassWeightParam,
  forestMaxFeatures,
  forestParams,
} from '../../estimators/ensemble/forest/params.js';
import { classCriterion } from '../../estimators/tree/params.js';
import type { ClassTrainingData } from '../../estimators/tree/tree_classifier_base.js';
import {
  resolveStrategy,
  type UnderSamplingStrategy,
  underStrategyParam,
} from '../base/sampling_strategy.js';
import { readTarget, rowsByClass } from '../base/target.js';

const declaration = declare('BalancedRandomForestClassifier', {
  criterion: classCriterion,
  ...forestParams,
  bootstrap: bootstrapParam(false),
  maxFeatures: forestMaxFeatures('sqrt'),
  classWeight: forestClassWeightParam(),
  samplingStrategy: { ...underStrategyParam(), default: 'all' as UnderSamplingStrategy },
  replacement: bool(true, { doc: 'Draw the rows of a class with replacement.' }),
});

/**
 * A random forest whose trees each see as many rows of every class as the smallest class has, drawn at random: rare
 * classes count as much as frequent ones, and many trees still use most of the data. Faster than a forest on all
 * rows, because its trees are small. Probabilities are those of balanced classes (see correctPrior). Sample and
 * class weights count within the drawn rows. Cost as of RandomForestClassifier on the drawn rows. Reference:
 * imbalanced-learn BalancedRandomForestClassifier (the same trees for the same seed and options, where X is exact in
 * single precision); Chen, Liaw and Breiman, TR 666, Berkeley (2004).
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.9], randomState: 1 });
 * const forest = new BalancedRandomForestClassifier({ nEstimators: 20, randomState: 0 });
 * await forest.fit(data, target);
 * balancedAccuracyScore(target, await forest.predict(data)) > 0.85; // true
 * ```
 */
export class BalancedRandomForestClassifier extends ForestClassifier<typeof declaration> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, allowNaN: true });
  protected readonly splitter = 'best';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected override strata({ codes, outputs }: ClassTrainingData): ForestData['strata'] {
    const { samplingStrategy, replacement, bootstrap, maxSamples } = this.params;
    if (!bootstrap && maxSamples !== null) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'maxSamples' needs bootstrap: true. Got ${maxSamples} with bootstrap: false. Change one of them.`,
        {
          estimator: this.type,
          parameter: 'maxSamples',
          received: String(maxSamples),
          remedy: 'bootstrap: true',
        },
      );
    }
    if (outputs.length > 1) {
      throw new InvalidInputError(
        `${this.type}: y must hold one label per row. Got ${outputs.length} columns. Fit one forest for each.`,
        { estimator: this.type, parameter: 'y', received: `${outputs.length} columns` },
      );
    }
    const target = readTarget(decodeLabels(codes, outputs[0]), this.type);
    const amounts = resolveStrategy(samplingStrategy, 'under', target, this.type);
    return { rows: rowsByClass(target.codes, target.counts), amounts, replacement };
  }
}
