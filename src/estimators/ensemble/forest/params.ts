import { bool, custom, int, jobs, nullable } from '../../../core/params.js';
import {
  growthParams,
  maxFeaturesParam,
  type TreeClassWeight,
  treeClassWeightParam,
} from '../../tree/params.js';

/** Scores out-of-bag predictions: (yTrue, yPredicted) => number. */
export type OobScorer = (yTrue: ArrayLike<unknown>, yPredicted: ArrayLike<unknown>) => number;

/** Class weights of forests. */
export type ForestClassWeight = TreeClassWeight | 'balanced_subsample';

/** The parameters of all forests besides `bootstrap`, `maxFeatures` and the criterion. */
export const forestParams = {
  nEstimators: int(100, { min: 1, doc: 'Number of trees.' }),
  ...growthParams,
  oobScore: custom<boolean | OobScorer>(false, {
    doc: 'Score every row by the trees that were not grown on it; a function (yTrue, yPredicted) scores its way.',
    expected: 'true, false or a function of true and predicted targets',
    accepts: (value) => typeof value === 'boolean' || typeof value === 'function',
    invalid: ['true', 1, null],
  }),
  nJobs: jobs(),
  warmStart: bool(false, {
    doc: 'Keep the trees of the earlier fit and add to them: forest.with({ nEstimators: 200 }).restore(forest.fitted).',
  }),
  maxSamples: nullable(
    custom<number>(1, {
      doc: 'Rows drawn per tree with bootstrap: a count, or a share between 0 and 1; null for as many as there are.',
      expected: 'an integer >= 1 or a share between 0 and 1',
      accepts: (value) =>
        typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value)),
      invalid: [0, -1, 1.5, 'all'],
    }),
  ),
  maxBins: nullable(
    int(255, {
      min: 2,
      max: 65_535,
      doc: 'Most distinct thresholds plus 1 per column: 255 is several times faster; null looks at all values.',
    }),
  ),
};

/** Whether each tree gets a sample of its own. */
export const bootstrapParam = (defaultValue: boolean) =>
  bool(defaultValue, { doc: 'Grow each tree on rows drawn with replacement; else on all rows.' });

/** Columns looked at per node. */
export const forestMaxFeatures = maxFeaturesParam;

/** The class weight of forests. */
export const forestClassWeightParam = () => {
  const trees = treeClassWeightParam();
  return custom<ForestClassWeight | null>(null, {
    doc: `${trees.doc} 'balanced_subsample' balances the sample of each tree.`,
    expected: `${trees.expected}, or 'balanced_subsample'`,
    accepts: (value) => value === 'balanced_subsample' || trees.accepts(value),
    invalid: trees.invalid,
  });
};

/** Keep what quantiles need. */
export const storeLeavesParam = bool(false, {
  doc: 'Keep the training rows of every leaf (12 bytes per row and tree), which predictQuantiles needs.',
});
