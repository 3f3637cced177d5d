import { bool, custom, jobs, nullable } from '../../core/params.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { memberParam } from '../bagging/params.js';
import { membersParam } from '../base/named_members.js';

/** Parameters of both stackers. */
export const stackingSpecs = {
  estimators: membersParam(),
  finalEstimator: memberParam(
    'Learns from the predictions of the members; null is a LogisticRegression for classes and a RidgeCV for numbers.',
  ),
  cv: nullable(
    custom<CvLike | 'prefit'>(5, {
      doc: "How the predictions that the final estimator learns from are made: folds, a splitter, a list of folds, or 'prefit' for members that are fitted already; null is 5 folds, stratified for classes.",
      expected: "an integer >= 2, a splitter, a list of { train, test }, 'prefit', or null",
      accepts: (value) =>
        value === 'prefit' ||
        (typeof value === 'number'
          ? Number.isInteger(value) && value >= 2
          : typeof value === 'object' && value !== null),
      invalid: [1, 2.5, 'five'],
    }),
  ),
  passthrough: bool(false, {
    doc: 'Let the final estimator see the columns of X too, after the predictions.',
  }),
  nJobs: jobs(),
};
