import { describe, InvalidParameterError } from '../core/errors.js';
import { bool, custom, declare, int, nullable, resolveParams } from '../core/params.js';
import { approximateMode, RandomState, type RandomStateLike } from '../core/random.js';
import { type RowData, type RowsOf, takeRows } from '../core/take.js';
import { checkSampleWeight, type SampleWeight } from '../core/weights.js';
import { commonRows, partArguments, stratifyCodes, stratifyParam } from './row_arguments.js';
import { rowsByClass, type StratifyLabels } from './splitters/codes.js';
import { pairwiseSum } from './splitters/pairwise_sum.js';
import { randomStateParam } from './splitters/splitter.js';

/** Options of shuffle. */
export interface ShuffleOptions {
  /** Rows to keep; default all. */
  readonly nSamples?: number | null;
  /** A seed, or a generator to go on with; default a fresh seed. */
  readonly randomState?: RandomStateLike | null;
}

/** Options of resample. */
export interface ResampleOptions extends ShuffleOptions {
  /** Draw with replacement (the bootstrap); default true. */
  readonly replace?: boolean;
  /** Labels whose shares are kept: one per row, or rows of labels. */
  readonly stratify?: StratifyLabels | null;
  /** Rows are drawn in proportion to these; needs replacement and no `stratify`. */
  readonly sampleWeight?: SampleWeight | null;
}

/** Some rows of each array. */
type Once<A extends readonly unknown[]> = A extends readonly [infer H, ...infer R]
  ? [RowsOf<H>, ...Once<R>]
  : [];

const specs = {
  nSamples: nullable(int(1, { min: 1, doc: 'Rows to draw; null for as many as there are.' })),
  randomState: randomStateParam(),
};
const shuffling = declare('shuffle', specs);
const resampling = declare('resample', {
  ...specs,
  replace: bool(true, { doc: 'Draw with replacement.' }),
  stratify: stratifyParam(),
  sampleWeight: custom<SampleWeight | null>(null, {
    doc: 'Rows are drawn in proportion to these weights.',
    expected: 'an array of numbers >= 0, or null',
    accepts: (value) => value === null || (typeof value === 'object' && 'length' in value),
    invalid: [1, 'w', {}],
  }),
});

/**
 * Draws rows of arrays together, by default with replacement (the bootstrap), each in the type it was given. The
 * same rows as scikit-learn resample for the same seed; one array gives a list of one. O(n).
 * @throws InvalidInputError for arrays of different lengths or bad weights; InvalidParameterError for an unknown
 * option, more rows than there are without replacement, or options that exclude each other.
 *
 * @example
 * ```ts
 * const [x, y] = resample([1, 2, 3], ['a', 'b', 'c'], { randomState: 0 });
 * x; // [1, 2, 1]
 * ```
 */
export function resample<A extends readonly RowData[]>(
  ...args: [...arrays: A, options: ResampleOptions]
): Once<A>;
export function resample<A extends readonly RowData[]>(...arrays: A): Once<A>;
export function resample(...args: unknown[]): unknown[] {
  const { arrays, options } = partArguments(args, 'resample', Object.keys(resampling.specs));
  const given = resolveParams(resampling, options);
  const n = commonRows(arrays, 'resample');
  const rows = draw(n, given);
  return arrays.map((array) => takeRows(array, rows));
}

/**
 * Shuffles arrays together, each in the type it was given; `nSamples` keeps only so many rows. The same rows as
 * scikit-learn shuffle for the same seed; one array gives a list of one. O(n).
 * @throws as resample.
 *
 * @example
 * ```ts
 * const [x, y] = shuffle([1, 2, 3], ['a', 'b', 'c'], { randomState: 0 });
 * x; // [3, 2, 1]
 * ```
 */
export function shuffle<A extends readonly RowData[]>(
  ...args: [...arrays: A, options: ShuffleOptions]
): Once<A>;
export function shuffle<A extends readonly RowData[]>(...arrays: A): Once<A>;
export function shuffle(...args: unknown[]): unknown[] {
  const { arrays, options } = partArguments(args, 'shuffle', Object.keys(shuffling.specs));
  const { nSamples, randomState } = resolveParams(shuffling, options);
  const n = commonRows(arrays, 'shuffle');
  const count = checkCount(nSamples ?? n, n, 'shuffle');
  const rows = RandomState.from(randomState).permutation(n).subarray(0, count);
  return arrays.map((array) => takeRows(array, rows));
}

function draw(n: number, options: Required<ResampleOptions>): ArrayLike<number> {
  const { replace, stratify, sampleWeight } = options;
  const count = replace ? (options.nSamples ?? n) : checkCount(options.nSamples ?? n, n, 'resample');
  const random = RandomState.from(options.randomState);
  if (sampleWeight !== null) {
    if (!replace) throw excluded('replace: false');
    if (stratify !== null) throw excluded('stratify');
    const weights = checkSampleWeight(sampleWeight, n, 'resample') as Float64Array;
    const total = pairwiseSum(weights);
    return random.choice(n, { size: count, p: weights.map((weight) => weight / total) });
  }
  if (stratify === null) {
    return replace ? random.randint(0, n, count) : random.permutation(n).subarray(0, count);
  }
  const target = stratifyCodes(stratify, n, 'resample');
  const shares = approximateMode(target.counts, count, random);
  const chosen = rowsByClass(target).flatMap((members, c) =>
    random.choice(members, { size: shares[c], replace }),
  );
  return random.shuffle(chosen);
}

/** @throws InvalidParameterError when more rows are asked for than there are. */
function checkCount(count: number, n: number, source: string): number {
  if (count <= n) return count;
  throw new InvalidParameterError(
    `${source}: parameter 'nSamples' must be at most the number of rows, ${n}, without replacement. Got ${describe(count)}. Lower it${source === 'resample' ? ' or set replace: true' : ''}.`,
    { estimator: source, parameter: 'nSamples', received: describe(count), remedy: 'lower nSamples' },
  );
}

function excluded(other: string): InvalidParameterError {
  return new InvalidParameterError(
    `resample: parameter 'sampleWeight' does not go with ${other}. Leave one of them out.`,
    { estimator: 'resample', parameter: 'sampleWeight', remedy: 'leave one of them out' },
  );
}
