import { bool, custom, int, jobs, nullable, type ParamSpec, seed } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';

/** A share in (0, 1] or a count above 1; JavaScript does not tell 1.0 from 1, so 1 is all. */
export function shareOrCount(defaultValue: number, doc: string): ParamSpec<number> {
  return custom<number>(defaultValue, {
    doc,
    expected: 'a share in (0, 1], where 1 is all, or an integer above 1',
    accepts: (value) => typeof value === 'number' && value > 0 && (value <= 1 || Number.isSafeInteger(value)),
    invalid: [0, -1, 1.5, 'all', Number.NaN],
  });
}

/** The `estimator` parameter of ensembles of one kind of member. */
export function memberParam(doc: string): ParamSpec<Estimator | null> {
  return nullable(
    custom<Estimator>(undefined as unknown as Estimator, {
      doc,
      expected: 'an estimator',
      accepts: isEstimator,
      invalid: ['tree', 3, {}],
    }),
  );
}

/** Parameters of both baggers. */
export const baggingSpecs = {
  estimator: memberParam('The kind of member, pipelines included; null is a decision tree.'),
  nEstimators: int(10, { min: 1, doc: 'Number of members.' }),
  maxSamples: nullable(
    shareOrCount(
      1,
      'Rows that each member learns from: a share in (0, 1], a count above 1, or null for as many as X has.',
    ),
  ),
  maxFeatures: shareOrCount(
    1,
    'Columns that each member learns from: a share in (0, 1], where 1 is all, or a count above 1.',
  ),
  bootstrap: bool(true, { doc: 'Draw rows with replacement.' }),
  bootstrapFeatures: bool(false, { doc: 'Draw columns with replacement.' }),
  oobScore: bool(false, { doc: 'Score every row by the members that did not learn from it.' }),
  warmStart: bool(false, { doc: 'Keep the members of the earlier fit and add to them.' }),
  nJobs: jobs(),
  randomState: seed(),
};
