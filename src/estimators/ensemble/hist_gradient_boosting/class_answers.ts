import { decodeLabels, type Label } from '../../../core/labels.js';
import { Matrix } from '../../../core/matrix.js';
import type { Estimator, ScoreOptions } from '../../../core/protocol.js';
import { accuracyScore } from '../../../metrics/index.js';
import { argmaxRows } from '../../base/index.js';
import { sigmoidRows, softmaxRows } from '../../base/probabilities.js';
import { answering } from './early_stopping.js';
import { rowsOfRaw } from './fit_support.js';

/** Class indices from raw predictions (outputs x n). */
export function codesOfRaw(raw: Float64Array, outputs: number): Int32Array {
  if (outputs === 1) return Int32Array.from(raw, (value) => (value > 0 ? 1 : 0));
  return argmaxRows(rowsOfRaw(raw, outputs, Matrix.zeros));
}

/** Probabilities from raw predictions, or their logarithms: n x k. */
export function probabilitiesOfRaw(raw: Float64Array, outputs: number, logarithm = false): Matrix {
  return outputs === 1
    ? sigmoidRows(raw, logarithm)
    : softmaxRows(rowsOfRaw(raw, outputs, Matrix.zeros), logarithm);
}

/** Decision values: n for two classes, else n x k. */
export function decisionOfRaw(raw: Float64Array, outputs: number): Float64Array | Matrix {
  return outputs === 1 ? raw.slice() : rowsOfRaw(raw, outputs, Matrix.zeros);
}

/** What a scorer sees in the middle of a fit: a classifier that answers from raw predictions, whatever it is asked. */
export function answeringClassifier(
  estimator: Estimator,
  classes: readonly Label[],
  outputs: number,
  raw: Float64Array,
): Estimator {
  const predict = async (): Promise<Label[]> => decodeLabels(codesOfRaw(raw, outputs), classes);
  return answering(estimator, {
    classes,
    predict,
    predictProba: async () => probabilitiesOfRaw(raw, outputs),
    predictLogProba: async () => probabilitiesOfRaw(raw, outputs, true),
    decisionFunction: async () => decisionOfRaw(raw, outputs),
    score: async (_X: unknown, y: Label[], { sampleWeight }: ScoreOptions = {}) =>
      accuracyScore(y, await predict(), { sampleWeight }),
  });
}
