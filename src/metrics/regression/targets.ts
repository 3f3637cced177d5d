import { InvalidInputError } from '../../core/errors.js';
import { asMatrix, inputError, type Targets } from '../../core/input.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight, type SampleWeight } from '../../core/weights.js';
import { checkOptionNames, optionError } from '../options.js';

export type { Targets } from '../../core/input.js';

/** How the values of several outputs become one: a plain mean, or a mean with one weight per output. */
export type OutputAverage = 'uniform_average' | ArrayLike<number>;

/** Options of a regression metric that gives one number. */
export interface RegressionMetricOptions {
  /** One weight per row; default all 1. */
  readonly sampleWeight?: SampleWeight | null;
  /** How several outputs are averaged; default 'uniform_average'. */
  readonly multioutput?: OutputAverage;
}

/** Options of a regression metric that gives one number per output. */
export interface RawRegressionMetricOptions {
  /** One weight per row; default all 1. */
  readonly sampleWeight?: SampleWeight | null;
  /** One value per output instead of an average. */
  readonly multioutput: 'raw_values';
}

/** The options of either form, as the implementations see them. */
export interface AnyRegressionOptions {
  readonly sampleWeight?: SampleWeight | null;
  readonly multioutput?: string | ArrayLike<number>;
}

/** True and predicted targets after checking, row-major. */
export interface TargetPair {
  readonly truth: Float64Array;
  readonly predicted: Float64Array;
  readonly weights: Float64Array | undefined;
  /** Rows. */
  readonly n: number;
  /** Outputs per row. */
  readonly outputs: number;
}

/**
 * Checks true and predicted targets and the names of the options.
 * @throws InvalidInputError for unequal shapes, non-finite values or unfit weights; InvalidParameterError for
 * an unknown option.
 */
export function checkTargetPair(
  yTrue: Targets,
  yPred: Targets,
  options: AnyRegressionOptions,
  caller: string,
  more: readonly string[] = ['multioutput'],
): TargetPair {
  checkOptionNames(options, ['sampleWeight', ...more], caller);
  const truth = readTargets(yTrue, caller, 'yTrue');
  const predicted = readTargets(yPred, caller, 'yPred');
  if (truth.n !== predicted.n || truth.outputs !== predicted.outputs) {
    throw inputError(
      caller,
      'yPred',
      `must have the shape of yTrue, ${truth.n} x ${truth.outputs}`,
      `${predicted.n} x ${predicted.outputs}`,
      'Pass one prediction per true value.',
    );
  }
  const { n, outputs } = truth;
  return {
    truth: truth.values,
    predicted: predicted.values,
    weights: checkSampleWeight(options.sampleWeight, n, caller),
    n,
    outputs,
  };
}

function readTargets(y: unknown, caller: string, argument: string) {
  const first: unknown = Array.isArray(y) ? y[0] : undefined;
  const flat = ArrayBuffer.isView(y) || (Array.isArray(y) && (first === null || typeof first !== 'object'));
  const matrix = asMatrix(flat ? { data: y, shape: [(y as unknown as ArrayLike<number>).length, 1] } : y, {
    estimator: caller,
    argument,
  });
  return { values: matrix.data, n: matrix.rows, outputs: matrix.columns };
}

/** The (weighted) mean of each column of `cells` (n x outputs, row-major). */
export function columnMeans(cells: Float64Array, { n, outputs, weights }: TargetPair): Float64Array {
  const means = new Float64Array(outputs);
  let total = 0;
  for (let i = 0, k = 0; i < n; i++) {
    const weight = weights ? weights[i] : 1;
    total += weight;
    for (let j = 0; j < outputs; j++, k++) means[j] += weight * cells[k];
  }
  for (let j = 0; j < outputs; j++) means[j] /= total;
  return means;
}

/**
 * One number out of one value per output, or the values themselves for 'raw_values'.
 * @throws InvalidParameterError for an unknown name or unfit weights.
 */
export function combineOutputs(
  values: Float64Array,
  multioutput: string | ArrayLike<number> | undefined,
  caller: string,
): number | Float64Array {
  if (multioutput === 'raw_values') return values;
  if (multioutput === undefined || multioutput === 'uniform_average') return weightedMean(values);
  if (multioutput === null || typeof multioutput !== 'object') {
    throw optionError(
      caller,
      'multioutput',
      "must be 'raw_values', 'uniform_average' or one weight per output",
      multioutput,
      'Use one of these.',
    );
  }
  if (multioutput.length !== values.length || values.length === 1) {
    throw optionError(
      caller,
      'multioutput',
      values.length === 1
        ? 'needs several outputs when it holds weights'
        : `must hold one weight for each of the ${values.length} outputs`,
      multioutput,
      "Use 'uniform_average' or mend the weights.",
    );
  }
  const result = weightedMean(values, Float64Array.from(multioutput));
  if (Number.isNaN(result) && !values.some(Number.isNaN))
    throw optionError(caller, 'multioutput', 'must hold numbers that do not sum to zero', multioutput, '');
  return result;
}

/** The (weighted) mean of some values. */
export function weightedMean(values: Float64Array, weights?: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const weight = weights ? weights[i] : 1;
    sum += weight * values[i];
    total += weight;
  }
  return sum / total;
}

/** Refuses several outputs where a metric is defined for one. */
export function requireOneOutput(pair: TargetPair, caller: string): void {
  if (pair.outputs === 1) return;
  throw new InvalidInputError(
    `${caller}: takes one output per row. Got ${pair.outputs} outputs. Score the outputs one by one.`,
    {
      estimator: caller,
      parameter: 'yTrue',
      received: `${pair.outputs} outputs`,
      remedy: 'score the outputs one by one',
    },
  );
}

/** Warns and tells true when a score that compares with the spread of yTrue has fewer than two rows. */
export function tooFewRows(pair: TargetPair, caller: string): boolean {
  if (pair.n >= 2) return false;
  warn(
    new UndefinedMetricWarning(
      'the score is not defined for fewer than two rows; NaN is returned. Pass more rows.',
      caller,
    ),
  );
  return true;
}

/** NaN, or NaN for every output, as the caller asked. */
export function undefinedScore(pair: TargetPair, options: AnyRegressionOptions): number | Float64Array {
  return options.multioutput === 'raw_values' ? new Float64Array(pair.outputs).fill(Number.NaN) : Number.NaN;
}
