import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { type Estimator, hasMethod } from '../core/protocol.js';
import type { RunOptions } from '../core/run.js';
import { callMember } from '../meta/base/member_outputs.js';

/**
 * A classifier's decision values, or its probabilities where it has none, in columns: one for two classes (that of
 * the second), else one per class that it knows.
 */
export async function scoresOf(
  estimator: Estimator,
  X: DataLike,
  options: RunOptions,
  source: string,
): Promise<Matrix> {
  if (hasMethod(estimator, 'decisionFunction')) {
    const values = await callMember<Float64Array | Matrix>(estimator, 'decisionFunction', X, options, source);
    return values instanceof Matrix ? values : Matrix.of(values, 1);
  }
  const proba = await callMember<Matrix>(estimator, 'predictProba', X, options, source);
  return proba.columns === 2 ? proba.takeColumns([1]) : proba;
}
