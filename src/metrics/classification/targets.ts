import { describe } from '../../core/errors.js';
import { asMatrix } from '../../core/input.js';
import { type Label, type Labels, sortLabels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  checkIndicator,
  checkLabels,
  checkLabelsOption,
  checkRows,
  encode,
  isMatrixLike,
  type LabelTargets,
  metricError,
  type WeightOption,
} from '../input.js';

/** Weights and the labels to report. */
export interface LabelOptions extends WeightOption {
  /** The labels to report, in this order; default all labels of the data, sorted. */
  readonly labels?: Labels | null;
}

/** True and predicted labels as codes into the same classes. */
export interface LabelPair {
  readonly multilabel: false;
  readonly n: number;
  /** The labels to report: sorted distinct labels of both lists, or those given. */
  readonly classes: readonly Label[];
  /** All distinct labels of both lists, sorted. */
  readonly present: readonly Label[];
  /** Position in `classes`, -1 for a label that is not among them. */
  readonly yTrue: Int32Array;
  readonly yPred: Int32Array;
  readonly weights: Float64Array | undefined;
}

/** True and predicted sets of labels: n x k zeros and ones. */
export interface IndicatorPair {
  readonly multilabel: true;
  readonly n: number;
  readonly yTrue: Matrix;
  readonly yPred: Matrix;
  readonly weights: Float64Array | undefined;
}

/**
 * Checks true and predicted labels, of one or of several labels per row.
 * @throws InvalidInputError for different shapes, no rows, or labels that cannot be compared.
 */
export function pairTargets(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  options: LabelOptions,
  caller: string,
): LabelPair | IndicatorPair {
  const several = [severalColumns(yTrue, 'yTrue', caller), severalColumns(yPred, 'yPred', caller)];
  if (several[0] !== several[1]) {
    throw metricError(
      caller,
      'yTrue and yPred',
      'must be of the same form: a mix of one and of several labels per row cannot be compared',
      several[0] ? 'a matrix and a list' : 'a list and a matrix',
      'Pass two lists of labels, or two matrices of zeros and ones.',
    );
  }
  return several[0]
    ? pairIndicators(yTrue, yPred, options, caller)
    : pairLabels(yTrue, yPred, options, caller);
}

function severalColumns(y: unknown, argument: string, caller: string): boolean {
  return isMatrixLike(y) && asMatrix(y, { estimator: caller, argument }).columns > 1;
}

function pairIndicators(
  yTrue: unknown,
  yPred: unknown,
  { sampleWeight }: LabelOptions,
  caller: string,
): IndicatorPair {
  const t = checkIndicator(yTrue, 'yTrue', caller);
  const p = checkIndicator(yPred, 'yPred', caller);
  if (t.rows !== p.rows || t.columns !== p.columns) {
    throw metricError(
      caller,
      'yPred',
      `must have the shape of yTrue, ${t.rows} x ${t.columns}`,
      `${p.rows} x ${p.columns}`,
      'Pass one column per label.',
    );
  }
  return {
    multilabel: true,
    n: t.rows,
    yTrue: t,
    yPred: p,
    weights: checkSampleWeight(sampleWeight, t.rows, caller),
  };
}

/**
 * Checks and encodes true and predicted labels, one per row. O(n + k log k).
 * @throws InvalidInputError for different lengths, no rows, mixed kinds, missing or continuous values.
 */
export function pairLabels(
  yTrue: LabelTargets,
  yPred: LabelTargets,
  { labels, sampleWeight }: LabelOptions,
  caller: string,
): LabelPair {
  const t = checkLabels(yTrue, 'yTrue', caller);
  const p = checkLabels(yPred, 'yPred', caller);
  const n = t.length;
  checkRows(p.length, n, 'yPred', caller);
  if (typeof t[0] !== typeof p[0]) {
    throw metricError(
      caller,
      'yTrue and yPred',
      `must hold labels of one kind: a mix of ${typeof t[0]}s and ${typeof p[0]}s cannot be compared`,
      `${describe(t[0])} and ${describe(p[0])}`,
      'Convert one of them.',
    );
  }
  // One pass gives each label a number in the order of appearance; the numbers are then put in sorted order.
  const seen = new Map<Label, number>();
  const first = numberLabels(t, seen);
  const second = numberLabels(p, seen);
  const present = sortLabels([...seen.keys()]);
  const classes = labels ? checkLabelsOption(labels, t, caller) : present;
  const position = encode([...seen.keys()], classes);
  for (let i = 0; i < n; i++) {
    first[i] = position[first[i]];
    second[i] = position[second[i]];
  }
  const weights = checkSampleWeight(sampleWeight, n, caller);
  return { multilabel: false, n, classes, present, yTrue: first, yPred: second, weights };
}

function numberLabels(y: Labels, seen: Map<Label, number>): Int32Array {
  const result = new Int32Array(y.length);
  for (let i = 0; i < result.length; i++) {
    const label = y[i];
    let number = seen.get(label);
    if (number === undefined) {
      number = seen.size;
      seen.set(label, number);
    }
    result[i] = number;
  }
  return result;
}
