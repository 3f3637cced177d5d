import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, oneOf } from '../../core/params.js';
import { type Estimator, hasMethod } from '../../core/protocol.js';
import type { RunOptions } from '../../core/run.js';
import { callMember } from '../base/member_outputs.js';

/** What a threshold is applied to. */
export type ThresholdResponse = 'auto' | 'decision_function' | 'predict_proba';

/** Parameters that both threshold classifiers have. */
export const thresholdSpecs = {
  posLabel: custom<Label | null>(null, {
    doc: 'The class that scores above the threshold are given; null is the class that sorts last.',
    expected: 'a class label or null',
    accepts: (value) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
    invalid: [[1], {}],
  }),
  responseMethod: oneOf(['auto', 'decision_function', 'predict_proba'], 'auto', {
    doc: "The score that the threshold is applied to; 'auto' takes probabilities where there are any.",
  }),
};

/** @throws InvalidInputError unless there are two classes. */
export function requireTwoClasses(classes: readonly Label[], source: string): void {
  if (classes.length === 2) return;
  throw new InvalidInputError(
    `${source}: a threshold decides between two classes. Got ${classes.length}: ${describe(classes)}. Use one against the rest.`,
    { estimator: source, parameter: 'y', received: `${classes.length} classes`, remedy: 'use two classes' },
  );
}

/** Index of the positive class. @throws InvalidParameterError for a label that is no class. */
export function positiveCode(classes: readonly Label[], posLabel: Label | null, source: string): number {
  if (posLabel === null) return classes.length - 1;
  const at = classes.indexOf(posLabel);
  if (at >= 0) return at;
  throw new InvalidParameterError(
    `${source}: parameter 'posLabel' must be one of the classes ${describe(classes)}. Got ${describe(posLabel)}. Pass one of them.`,
    { estimator: source, parameter: 'posLabel', received: describe(posLabel), remedy: 'pass a class' },
  );
}

/** The method whose result is compared with the threshold. */
export function responseOf(
  estimator: Estimator,
  wanted: ThresholdResponse,
): 'predictProba' | 'decisionFunction' {
  if (wanted !== 'auto') return wanted === 'predict_proba' ? 'predictProba' : 'decisionFunction';
  return hasMethod(estimator, 'predictProba') ? 'predictProba' : 'decisionFunction';
}

/** One score per row: larger means more like the positive class. */
export async function positiveScores(
  estimator: Estimator,
  X: DataLike,
  wanted: ThresholdResponse,
  positive: number,
  options: RunOptions,
  source: string,
): Promise<Float64Array> {
  const method = responseOf(estimator, wanted);
  if (method === 'predictProba') {
    return (await callMember<Matrix>(estimator, method, X, options, source)).column(positive);
  }
  const values = await callMember<Float64Array>(estimator, method, X, options, source);
  return positive === 1 ? values : values.map((value) => -value);
}

/** Class codes: the positive one from the threshold on. */
export function codesAbove(scores: Float64Array, threshold: number, positive: number): Int32Array {
  return Int32Array.from(scores, (score) => (score >= threshold ? positive : 1 - positive));
}
