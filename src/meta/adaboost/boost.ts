import { InvalidInputError } from '../../core/errors.js';
import { int, real, seed } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { memberParam } from '../bagging/params.js';

/** Parameters of both boosters. */
export const boostingSpecs = {
  estimator: memberParam(
    'The kind of weak member; null is a decision tree of depth 1 (classes) or 3 (numbers).',
  ),
  nEstimators: int(50, { min: 1, doc: 'Most members; boosting stops earlier at a perfect fit.' }),
  learningRate: real(1, { min: 0, exclusiveMin: true, doc: 'Factor on the weight of every member.' }),
  randomState: seed(),
};

/** What boosting learned. */
export interface Boosted {
  readonly members: readonly Estimator[];
  /** The say of each member; one entry per possible member, 0 for those that were not needed. */
  readonly weights: Float64Array;
  /** The weighted error of each member on the training rows; 1 for those that were not needed. */
  readonly errors: Float64Array;
}

/** What one round did: the member's say and error and the new weights of the rows, or nothing more to learn. */
export type Round =
  | { readonly weight: number; readonly error: number; readonly rowWeights: Float64Array }
  | undefined;

/**
 * The rounds of adaptive boosting: each fits a member on weighted rows and raises the weights of the rows that it
 * got wrong. Ends early at a perfect member, or when `round` finds that the member is no better than chance.
 */
export async function boost(
  nEstimators: number,
  rows: number,
  sampleWeight: Float64Array | undefined,
  round: (index: number, rowWeights: Float64Array) => Promise<Round>,
  step: (done: number) => Promise<void>,
): Promise<{ weights: Float64Array; errors: Float64Array }> {
  const weights = new Float64Array(nEstimators);
  const errors = new Float64Array(nEstimators).fill(1);
  let rowWeights: Float64Array = sampleWeight ? sampleWeight.slice() : new Float64Array(rows).fill(1);
  scale(rowWeights, 1 / sumOf(rowWeights));
  const absent = rowWeights.map((weight) => (weight === 0 ? 1 : 0));
  for (let i = 0; i < nEstimators; i++) {
    // No row may vanish for good, except those that were absent from the start.
    for (let k = 0; k < rows; k++) {
      rowWeights[k] = absent[k] ? 0 : Math.max(rowWeights[k], Number.EPSILON);
    }
    const found = await round(i, rowWeights);
    await step(i + 1);
    if (!found) break;
    weights[i] = found.weight;
    errors[i] = found.error;
    if (found.error === 0) break;
    const total = sumOf(found.rowWeights);
    if (!Number.isFinite(total) || total <= 0) break;
    rowWeights = found.rowWeights;
    if (i < nEstimators - 1) scale(rowWeights, 1 / total);
  }
  return { weights, errors };
}

function scale(values: Float64Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/**
 * The importances of the members' columns, weighted by their say.
 * @throws InvalidInputError for members without importances.
 */
export function boostedImportances({ members, weights }: Boosted, source: string): Float64Array {
  let result: Float64Array | undefined;
  let total = 0;
  members.forEach((member, i) => {
    const own = (member as unknown as { featureImportances?: Float64Array }).featureImportances;
    if (!own) {
      throw new InvalidInputError(
        `${source}: 'featureImportances' needs members that have them. Got ${member.type}. Use decision trees.`,
        { estimator: source, parameter: 'featureImportances', received: member.type },
      );
    }
    result ??= new Float64Array(own.length);
    total += weights[i];
    for (let j = 0; j < own.length; j++) result[j] += weights[i] * own[j];
  });
  return (result as unknown as Float64Array).map((value) => (total > 0 ? value / total : value));
}
