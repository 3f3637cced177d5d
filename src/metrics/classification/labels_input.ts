import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { type Label, type Labels, sortLabels } from '../../core/labels.js';
import { checkSampleWeight } from '../../core/weights.js';

/** Two lists of labels as codes into the same classes. */
export interface LabelPair {
  readonly n: number;
  /** Sorted distinct labels of both lists, or the `labels` that were given. */
  readonly classes: readonly Label[];
  /** Position in classes, -1 for a label that is not among the given ones. */
  readonly yTrue: Int32Array;
  readonly yPred: Int32Array;
  readonly weights: Float64Array | undefined;
}

/** Weights and labels that most metrics take. */
export interface LabelOptions {
  /** One weight per row. */
  readonly sampleWeight?: ArrayLike<number>;
  /** The labels to report, in this order; default all, sorted. */
  readonly labels?: Labels | null;
}

/**
 * Checks and encodes true and predicted labels.
 * @throws InvalidInputError for different lengths, no rows, mixed kinds, missing or continuous values.
 */
export function pairLabels(yTrue: Labels, yPred: Labels, options: LabelOptions, caller: string): LabelPair {
  checkLabels(yTrue, 'yTrue', caller);
  checkLabels(yPred, 'yPred', caller);
  if (yTrue.length !== yPred.length) {
    throw metricError(
      caller,
      `yTrue has ${yTrue.length} entries but yPred has ${yPred.length}`,
      'Pass equally many.',
    );
  }
  const kinds = new Set([typeof yTrue[0], typeof yPred[0]]);
  if (kinds.size > 1) {
    throw metricError(
      caller,
      `yTrue holds ${typeof yTrue[0]}s but yPred ${typeof yPred[0]}s`,
      'Pass labels of one kind.',
    );
  }
  const given = options.labels ? Array.from(options.labels as ArrayLike<Label>) : undefined;
  const distinct = new Set<Label>();
  for (let i = 0; i < yTrue.length; i++) distinct.add(yTrue[i]).add(yPred[i]);
  const classes = given ?? sortLabels([...distinct]);
  if (classes.length === 0) throw metricError(caller, 'labels is empty', 'Name at least one label.');
  if (given && !given.some((label) => distinct.has(label))) {
    throw metricError(
      caller,
      `none of labels ${describe(given)} occurs in yTrue or yPred`,
      'Name labels that occur.',
    );
  }
  const position = new Map(classes.map((label, i) => [label, i]));
  const encode = (y: Labels): Int32Array => {
    const codes = new Int32Array(y.length);
    for (let i = 0; i < codes.length; i++) codes[i] = position.get(y[i]) ?? -1;
    return codes;
  };
  return {
    n: yTrue.length,
    classes,
    yTrue: encode(yTrue),
    yPred: encode(yPred),
    weights: checkSampleWeight(options.sampleWeight, yTrue.length, caller),
  };
}

/** Checks one list of labels. */
export function checkLabels(y: unknown, argument: string, caller: string): asserts y is Labels {
  if (y === null || typeof y !== 'object' || !('length' in y)) {
    throw metricError(caller, `${argument} must be an array of labels`, `Got ${describe(y)}.`);
  }
  const labels = y as ArrayLike<unknown>;
  if (labels.length === 0) throw metricError(caller, `${argument} is empty`, 'Pass at least one row.');
  const kind = typeof labels[0];
  const isLabel = kind === 'string' || kind === 'number' || kind === 'boolean';
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    const ok = isLabel && typeof label === kind && (kind !== 'number' || Number.isInteger(label));
    if (ok) continue;
    const why =
      typeof label === 'number' && Number.isFinite(label)
        ? 'holds continuous values, but this metric compares labels'
        : typeof label === kind || !isLabel
          ? 'must hold strings, whole numbers or booleans'
          : 'mixes kinds of labels';
    throw metricError(caller, `${argument} ${why}`, `Got ${describe(label)} in row ${i}.`);
  }
}

/** An error of a metric about its data. */
export function metricError(caller: string, what: string, remedy: string): InvalidInputError {
  return new InvalidInputError(`${caller}: ${what}. ${remedy}`, { estimator: caller, remedy });
}

/** An error of a metric about an option. */
export function metricOptionError(
  caller: string,
  parameter: string,
  what: string,
  received: unknown,
): InvalidParameterError {
  return new InvalidParameterError(
    `${caller}: parameter '${parameter}' ${what}. Got ${describe(received)}.`,
    {
      estimator: caller,
      parameter,
      received: describe(received),
    },
  );
}
