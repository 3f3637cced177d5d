import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Estimator } from '../../core/protocol.js';
import { tags } from '../../core/tags.js';
import { argmaxRows } from '../../estimators/base/index.js';
import type { Scorer } from '../../model_selection/scorer.js';

const members = { params: {}, isFitted: true } as const;

/** Scores predictions that are there already: the scorer is given a regressor that predicts what it is given. */
export function scoreValues(
  scorer: Scorer,
  predictions: Matrix,
  y: Matrix,
  sampleWeight: Float64Array | undefined,
): Promise<number> {
  const flat = (matrix: Matrix): Float64Array | Matrix => (matrix.columns === 1 ? matrix.data : matrix);
  const identity = {
    ...members,
    type: 'Identity',
    tags: tags('regressor'),
    predict: async () => flat(predictions),
  };
  return scorer.score(asEstimator(identity), predictions, flat(y), sampleWeight ? { sampleWeight } : {});
}

/** Scores decision values that are there already (one column for two classes). */
export function scoreDecisions(
  scorer: Scorer,
  decisions: Matrix,
  labels: readonly Label[],
  classes: readonly Label[],
  sampleWeight: Float64Array | undefined,
): Promise<number> {
  const codes =
    decisions.columns === 1 ? decisions.data.map((value) => Number(value > 0)) : argmaxRows(decisions);
  const identity = {
    ...members,
    type: 'Identity',
    tags: tags('classifier'),
    classes,
    predict: async () => Array.from(codes, (code) => classes[code]),
    decisionFunction: async () => (decisions.columns === 1 ? decisions.data : decisions),
  };
  return scorer.score(asEstimator(identity), decisions, labels, sampleWeight ? { sampleWeight } : {});
}

const asEstimator = (identity: object): Estimator => identity as unknown as Estimator;
