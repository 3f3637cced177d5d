import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { asMatrix } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { unknownParameter } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { rowCount, takeRows } from '../../core/take.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { normalCdf, normalQuantile } from '../../kernels/normal.js';

/** Anything with one entry per row: labels, numbers, probabilities. */
export type RowValues = Labels | ArrayLike<number> | Matrix | readonly (readonly number[])[];

/** A metric of the truth and predictions, without options. */
export type BootstrapMetric = (yTrue: never, yPred: never, options: never) => number;

/** Options of the bootstrap. */
export interface BootstrapOptions {
  /** Share of repeated samples whose interval would hold the true value; default 0.95. */
  readonly confidence?: number;
  /** Number of resamples; default 2000. */
  readonly nResamples?: number;
  /** Draw rows within each of these groups, usually the true classes, so that every resample has their balance. */
  readonly stratify?: Labels | null;
  /** 'bca' (default) corrects for bias and skewness, 'percentile' takes plain quantiles. */
  readonly method?: 'bca' | 'percentile';
  /** Options for the metric, such as { average: 'macro' }. */
  readonly metricOptions?: Readonly<Record<string, unknown>>;
  /** One weight per row, drawn along with it and handed to the metric. */
  readonly sampleWeight?: ArrayLike<number> | null;
  readonly randomState?: RandomStateLike | null;
}

/** A metric with its uncertainty. */
export interface BootstrapResult {
  /** The metric on all rows. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** Standard deviation of the metric over the resamples. */
  readonly standardError: number;
  /** The metric of every resample. */
  readonly distribution: Float64Array;
}

const OPTIONS = [
  'confidence',
  'nResamples',
  'stratify',
  'method',
  'metricOptions',
  'sampleWeight',
  'randomState',
];

/**
 * A confidence interval for any metric of a test set: rows are drawn again with replacement and the metric taken
 * anew. Rows must be independent. O(nResamples) metrics; 'bca' takes one more per row (one per group of rows above
 * 1000 rows). Reference: Efron, Better bootstrap confidence intervals, JASA 82 (1987) 171.
 * @throws InvalidParameterError for bad options; InvalidInputError for different lengths.
 *
 * @example
 * ```ts
 * const yTrue = Array.from({ length: 200 }, (_, i) => i % 2);
 * const yPred = yTrue.map((label, i) => (i % 10 === 0 ? 1 - label : label));
 * const { value, low, high } = bootstrapInterval(accuracyScore, yTrue, yPred, { randomState: 0, nResamples: 500 });
 * [value, low, high]; // 0.9, about 0.85, about 0.93
 * ```
 */
export function bootstrapInterval(
  metric: BootstrapMetric,
  yTrue: RowValues,
  yPred: RowValues,
  options: BootstrapOptions = {},
): BootstrapResult {
  return interval('bootstrapInterval', metric, yTrue, [yPred], options);
}

/**
 * A confidence interval for how much better predictions `a` are than `b` on the same test set: both are taken on the
 * same resamples, so that what they share cancels. An interval without 0 tells them apart.
 * @throws InvalidParameterError for bad options; InvalidInputError for different lengths.
 *
 * @example
 * ```ts
 * const yTrue = [0, 1, 0, 1, 0, 1, 0, 1];
 * bootstrapDifference(accuracyScore, yTrue, yTrue, [0, 1, 0, 1, 0, 0, 0, 1], { randomState: 0 }).value; // 0.125
 * ```
 */
export function bootstrapDifference(
  metric: BootstrapMetric,
  yTrue: RowValues,
  a: RowValues,
  b: RowValues,
  options: BootstrapOptions = {},
): BootstrapResult {
  return interval('bootstrapDifference', metric, yTrue, [a, b], options);
}

function interval(
  caller: string,
  metric: BootstrapMetric,
  yTrue: RowValues,
  predictions: readonly RowValues[],
  options: BootstrapOptions,
): BootstrapResult {
  const {
    confidence = 0.95,
    nResamples = 2000,
    method = 'bca',
    metricOptions = {},
  } = checked(options, caller);
  const [truth, ...predicted] = [yTrue, ...predictions].map(asRows);
  const n = rowCount(truth, 'yTrue');
  for (const values of predicted) {
    if (rowCount(values, 'yPred') === n) continue;
    throw new InvalidInputError(
      `${caller}: yTrue and yPred must have one entry per row. Got ${n} and ${rowCount(values)}. Pass predictions for the same rows.`,
      { estimator: caller, parameter: 'yPred', received: String(rowCount(values)) },
    );
  }
  const weights = options.sampleWeight ?? undefined;
  const score = (rows: Int32Array | undefined): number => {
    const take = <T>(values: T): T => (rows ? takeRows(values, rows) : values);
    const given = weights ? { ...metricOptions, sampleWeight: take(weights) } : metricOptions;
    const call = metric as (yTrue: unknown, yPred: unknown, options: object) => number;
    const values = predicted.map((prediction) => call(take(truth), take(prediction), given));
    return values.length === 1 ? values[0] : values[0] - values[1];
  };
  const value = score(undefined);
  const strata = strataOf(options.stratify ?? undefined, n, caller);
  const random = RandomState.from(options.randomState ?? null);
  const distribution = new Float64Array(nResamples);
  const rows = new Int32Array(n);
  let kept = 0;
  for (let r = 0; r < nResamples; r++) {
    let at = 0;
    for (const group of strata) {
      const drawn = random.randint(0, group.length, group.length);
      for (let i = 0; i < group.length; i++) rows[at++] = group[drawn[i]];
    }
    const result = score(rows);
    if (!Number.isNaN(result)) distribution[kept++] = result;
  }
  if (kept < nResamples) {
    warn(
      new DataWarning(`the metric is undefined in ${nResamples - kept} of ${nResamples} resamples`, caller),
    );
  }
  const sorted = distribution.slice(0, kept).sort();
  const [low, high] =
    method === 'bca'
      ? corrected(sorted, value, confidence, score, n)
      : [(1 - confidence) / 2, (1 + confidence) / 2];
  const mean = sorted.reduce((sum, v) => sum + v, 0) / kept;
  const variance = sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (kept - 1);
  return {
    value,
    low: quantile(sorted, low),
    high: quantile(sorted, high),
    standardError: Math.sqrt(variance),
    distribution: sorted,
  };
}

/** Groups of rows left out together for the acceleration: the jackknife of many single rows would cost too much. */
const MOST_GROUPS = 1000;

/** The quantiles that take bias and skewness into account. */
function corrected(
  sorted: Float64Array,
  value: number,
  confidence: number,
  score: (rows: Int32Array) => number,
  n: number,
): [number, number] {
  let below = 0;
  for (const v of sorted) below += v < value ? 1 : v === value ? 0.5 : 0;
  const bias = normalQuantile(Math.min(Math.max(below / sorted.length, 1e-9), 1 - 1e-9));
  const groups = Math.min(n, MOST_GROUPS);
  const left = new Float64Array(groups);
  for (let g = 0; g < groups; g++) {
    const rows: number[] = [];
    for (let i = 0; i < n; i++) if (i % groups !== g) rows.push(i);
    left[g] = score(Int32Array.from(rows));
  }
  const mean = left.reduce((sum, v) => sum + v, 0) / groups;
  let square = 0;
  let cube = 0;
  for (const v of left) {
    square += (mean - v) ** 2;
    cube += (mean - v) ** 3;
  }
  const acceleration = square > 0 ? cube / (6 * square ** 1.5) : 0;
  const level = (p: number): number => {
    const z = bias + normalQuantile(p);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  return [level((1 - confidence) / 2), level((1 + confidence) / 2)];
}

function strataOf(stratify: Labels | undefined, n: number, caller: string): Int32Array[] {
  if (!stratify) return [Int32Array.from({ length: n }, (_, i) => i)];
  if (stratify.length !== n) {
    throw new InvalidInputError(
      `${caller}: stratify must have one label per row (${n}). Got ${stratify.length}. Pass the true labels.`,
      { estimator: caller, parameter: 'stratify', received: String(stratify.length) },
    );
  }
  const groups = new Map<unknown, number[]>();
  for (let i = 0; i < n; i++) {
    const rows = groups.get(stratify[i]);
    if (rows) rows.push(i);
    else groups.set(stratify[i], [i]);
  }
  return [...groups.values()].map((rows) => Int32Array.from(rows));
}

/** Rows of probabilities become a Matrix once, so that no resample converts them. */
function asRows(values: RowValues): RowValues {
  const nested = Array.isArray(values) && Array.isArray(values[0]);
  return nested ? asMatrix(values as readonly (readonly number[])[], { estimator: 'bootstrap' }) : values;
}

function checked(options: BootstrapOptions, caller: string): BootstrapOptions {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) throw unknownParameter(caller, name, OPTIONS);
  }
  const refuse = (name: string, what: string, received: unknown): never => {
    throw new InvalidParameterError(
      `${caller}: option '${name}' must be ${what}. Got ${describe(received)}. Leave it out for the default.`,
      { estimator: caller, parameter: name, received: describe(received) },
    );
  };
  const { confidence = 0.95, nResamples = 2000, method = 'bca' } = options;
  if (!(confidence > 0 && confidence < 1)) refuse('confidence', 'between 0 and 1', confidence);
  if (!Number.isInteger(nResamples) || nResamples < 2) refuse('nResamples', 'an integer >= 2', nResamples);
  if (method !== 'bca' && method !== 'percentile') refuse('method', "'bca' or 'percentile'", method);
  return options;
}

function quantile(sorted: Float64Array, p: number): number {
  const place = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const low = Math.floor(place);
  const next = sorted[Math.min(low + 1, sorted.length - 1)];
  return sorted[low] + (place - low) * (next - sorted[low]);
}
