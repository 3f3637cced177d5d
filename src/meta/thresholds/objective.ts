import { describe, InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Estimator } from '../../core/protocol.js';
import { tags } from '../../core/tags.js';
import { getScorer, type Scorer, type ScorerName } from '../../model_selection/scorer.js';

/** What each kind of decision costs; a negative cost is a gain. Correct ones are free unless given. */
export interface CostMatrix {
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly truePositive?: number;
  readonly trueNegative?: number;
}

/** The highest completeness (recall of the positive class) whose contamination stays in bounds, or the reverse. */
export type Constraint =
  | { readonly maximize: 'completeness'; readonly contaminationAtMost: number }
  | { readonly minimize: 'contamination'; readonly completenessAtLeast: number };

/** What a threshold is chosen by. */
export type ThresholdObjective = ScorerName | Scorer | { readonly costs: CostMatrix } | Constraint;

const isShare = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;

/** Whether a value can be an objective. */
export function isObjective(value: unknown): boolean {
  if (typeof value === 'string') return true;
  if (value === null || typeof value !== 'object') return false;
  if ('score' in value) return typeof value.score === 'function';
  if ('costs' in value) return isCostMatrix(value.costs);
  if ('maximize' in value)
    return (
      value.maximize === 'completeness' &&
      'contaminationAtMost' in value &&
      isShare(value.contaminationAtMost)
    );
  if ('minimize' in value)
    return (
      value.minimize === 'contamination' &&
      'completenessAtLeast' in value &&
      isShare(value.completenessAtLeast)
    );
  return false;
}

function isCostMatrix(value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  const costs = value as Record<string, unknown>;
  const names = ['falsePositive', 'falseNegative', 'truePositive', 'trueNegative'];
  return (
    names.slice(0, 2).every((name) => Number.isFinite(costs[name])) &&
    Object.keys(costs).every((name) => names.includes(name) && Number.isFinite(costs[name]))
  );
}

export function isConstraint(objective: ThresholdObjective): objective is Constraint {
  return typeof objective === 'object' && ('maximize' in objective || 'minimize' in objective);
}

/** Weighted counts of the four kinds of decisions. */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** The counts at each of the ascending thresholds; rows from the threshold on are called positive. O(n log t). */
export function countsAt(
  scores: Float64Array,
  isPositive: Uint8Array,
  weight: ArrayLike<number> | undefined,
  thresholds: Float64Array,
): Counts[] {
  const t = thresholds.length;
  const positives = new Float64Array(t + 1);
  const negatives = new Float64Array(t + 1);
  for (let i = 0; i < scores.length; i++) {
    let low = 0;
    let high = t;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (thresholds[middle] <= scores[i]) low = middle + 1;
      else high = middle;
    }
    (isPositive[i] ? positives : negatives)[low] += weight ? weight[i] : 1;
  }
  const counts: Counts[] = new Array(t);
  let tp = 0;
  let fp = 0;
  for (let k = t; k >= 1; k--) {
    tp += positives[k];
    fp += negatives[k];
    counts[k - 1] = { tp, fp, fn: 0, tn: 0 };
  }
  const [allP, allN] = [tp + positives[0], fp + negatives[0]];
  return counts.map((c) => ({ tp: c.tp, fp: c.fp, fn: allP - c.tp, tn: allN - c.fp }));
}

/** Minus the cost per unit of weight. */
export function gainOf(costs: CostMatrix, { tp, fp, fn, tn }: Counts): number {
  const { falsePositive, falseNegative, truePositive = 0, trueNegative = 0 } = costs;
  const cost = tp * truePositive + fp * falsePositive + fn * falseNegative + tn * trueNegative;
  return -cost / (tp + fp + fn + tn);
}

export const completenessOf = ({ tp, fn }: Counts): number => (tp + fn > 0 ? tp / (tp + fn) : 0);
export const contaminationOf = ({ tp, fp }: Counts): number => (tp + fp > 0 ? fp / (tp + fp) : 0);

/**
 * Scores given labels by any scorer that compares labels, through an estimator that predicts just them.
 * @throws InvalidParameterError for scorers that want probabilities or decision values.
 */
export async function scoreLabels(
  scoring: ScorerName | Scorer,
  X: DataLike,
  y: readonly Label[],
  predicted: Label[],
  sampleWeight: ArrayLike<number> | undefined,
  source: string,
): Promise<number> {
  const scorer = getScorer(scoring);
  const mute = { type: source, params: {}, tags: tags('classifier'), isFitted: true };
  const predicting = { ...mute, predict: async () => predicted } as unknown as Estimator;
  try {
    return await scorer.score(predicting, X, y, sampleWeight ? { sampleWeight } : {});
  } catch (error) {
    if (!/needs an estimator with/.test(String(error))) throw error;
    throw new InvalidParameterError(
      `${source}: parameter 'scoring' must compare labels, because a threshold changes labels only. Got ${describe(scorer.name)}. Use 'f1', 'balanced_accuracy', costs or a constraint.`,
      { estimator: source, parameter: 'scoring', received: scorer.name, remedy: "scoring: 'f1'" },
    );
  }
}
