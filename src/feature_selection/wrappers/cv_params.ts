import type { Labels } from '../../core/labels.js';
import { custom } from '../../core/params.js';
import type { FitOptions } from '../../core/run.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import type { Scorer, ScorerName } from '../../model_selection/scorer.js';

/** Options of `fit` of the cross-validated selectors. */
export interface SelectorFitOptions extends FitOptions {
  /** Group of each row, for group splitters. */
  readonly groups?: Labels;
}

/** Parameters of the cross-validated selectors. */
export const cvSpecs = {
  cv: custom<CvLike | null>(null, {
    doc: 'Number of folds, a splitter, or a list of { train, test }; null is 5, stratified for classifiers.',
    expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' ? Number.isInteger(value) && value >= 2 : typeof value === 'object'),
    invalid: [1, 2.5, 'five'],
  }),
  scoring: custom<ScorerName | Scorer | null>(null, {
    doc: "The name of a scorer or a scorer; null is accuracy for classifiers, R^2 for regressors, else the estimator's own.",
    expected: 'the name of a scorer, a scorer, or null',
    accepts: (value) =>
      value === null ||
      typeof value === 'string' ||
      (typeof value === 'object' && typeof (value as Scorer).score === 'function'),
    invalid: [3, true, {}],
  }),
};
