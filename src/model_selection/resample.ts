import { InvalidParameterError } from '../core/errors.js';
import type { Labels } from '../core/labels.js';
import { RandomState, type RandomStateLike } from '../core/random.js';
import { takeRows } from '../core/take.js';
import { approximateMode, rowsByClass } from './splitters/shuffle_split.js';
import { codesOf } from './splitters/splitter.js';
import { commonRows, partArguments } from './train_test_split.js';

/** Options of resample. */
export interface ResampleOptions {
  /** Draw with replacement (the bootstrap); default true. */
  readonly replace?: boolean;
  /** Rows to draw; default as many as there are. */
  readonly nSamples?: number | null;
  /** Seed. */
  readonly randomState?: number | readonly number[] | null;
  /** Labels whose shares are kept. */
  readonly stratify?: Labels | null;
}

/**
 * Draws rows of arrays together, by default with replacement. The same rows as scikit-learn resample. With one
 * array it resolves to a list of one.
 *
 * @example
 * ```ts
 * const [x, y] = resample([1, 2, 3], ['a', 'b', 'c'], { randomState: 0 });
 * x; // [1, 2, 1]
 * ```
 */
export function resample<A>(a: A, options?: ResampleOptions): [A];
export function resample<A, B>(a: A, b: B, options?: ResampleOptions): [A, B];
export function resample<A, B, C>(a: A, b: B, c: C, options?: ResampleOptions): [A, B, C];
export function resample(...args: unknown[]): unknown[] {
  const known = ['replace', 'nSamples', 'randomState', 'stratify'];
  const { arrays, options } = partArguments<ResampleOptions>(args, 'resample', known);
  return draw(arrays, options, 'resample');
}

/** Shuffles arrays together; `nSamples` keeps only so many rows. The same rows as scikit-learn shuffle. */
export function shuffle<A>(a: A, options?: Omit<ResampleOptions, 'replace' | 'stratify'>): [A];
export function shuffle<A, B>(a: A, b: B, options?: Omit<ResampleOptions, 'replace' | 'stratify'>): [A, B];
export function shuffle<A, B, C>(
  a: A,
  b: B,
  c: C,
  options?: Omit<ResampleOptions, 'replace' | 'stratify'>,
): [A, B, C];
export function shuffle(...args: unknown[]): unknown[] {
  const { arrays, options } = partArguments<ResampleOptions>(args, 'shuffle', ['nSamples', 'randomState']);
  return draw(arrays, { ...options, replace: false }, 'shuffle');
}

function draw(arrays: readonly unknown[], options: ResampleOptions, source: string): unknown[] {
  const n = commonRows(arrays, source);
  const { replace = true, stratify } = options;
  const nSamples = options.nSamples ?? n;
  if (!Number.isInteger(nSamples) || nSamples < 1 || (!replace && nSamples > n)) {
    throw new InvalidParameterError(
      `${source}: parameter 'nSamples' must be a whole number from 1${replace ? '' : ` to ${n} without replacement`}. Got ${nSamples}.`,
      { estimator: source, parameter: 'nSamples', received: String(nSamples) },
    );
  }
  const random = RandomState.from(options.randomState as RandomStateLike | null | undefined);
  let rows: ArrayLike<number>;
  if (stratify) {
    const { codes, classes, counts } = codesOf(stratify);
    const shares = approximateMode(counts, nSamples, random);
    const chosen = rowsByClass(codes, classes.length).flatMap((members, c) =>
      random.choice(members, { size: shares[c], replace }),
    );
    rows = random.permutation(chosen);
  } else if (replace) {
    rows = random.randint(0, n, nSamples);
  } else {
    rows = random.permutation(n).subarray(0, nSamples);
  }
  return arrays.map((array) => takeRows(array, rows));
}
