import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike, Targets } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import type { RunOptions } from '../../core/run.js';
import { Run } from '../../core/run.js';
import { sortNumbers } from '../../kernels/sort.js';
import { mutualInfoScore } from '../../metrics/index.js';
import { defineTask, parallelMap } from '../../parallel/index.js';
import { continuousPair, mixedPair } from './information.js';
import { classData, numberData } from './score_data.js';

/** Options of the mutual information scores. */
export interface MutualInformationOptions extends RunOptions {
  /** Which columns hold kinds and not measures: all, none ('auto' is none), flags, or column numbers. */
  readonly discreteFeatures?: 'auto' | boolean | readonly boolean[] | ArrayLike<number>;
  /** Neighbours of the estimate: more give less variance and more bias. Default 3. */
  readonly nNeighbors?: number;
  /** Seed of the tiny noise that parts equal values; default a fresh one. */
  readonly randomState?: RandomStateLike;
  /** Workers over the columns; the result does not depend on their number. */
  readonly nJobs?: number | null;
}

/**
 * Mutual information, in nats, of each column of X (n x d) with the classes of y. Unlike an F test it sees any kind
 * of dependence. By nearest neighbours for measures, by counting for kinds. O(d n log n).
 * Reference: Kraskov et al., Phys. Rev. E 69 (2004) 066138; Ross, PLoS ONE 9 (2014) e87357; scikit-learn
 * mutual_info_classif, with the same noise for the same seed.
 *
 * @throws InvalidInputError for unusable data or too few rows; InvalidParameterError for wrong options.
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const information = await mutualInfoClassif(data, target, { randomState: 0 });
 * information[3] > information[1]; // true
 * ```
 */
export async function mutualInfoClassif(
  X: MatrixLike,
  y: Labels,
  options: MutualInformationOptions = {},
): Promise<Float64Array> {
  const source = 'mutualInfoClassif';
  const data = classData(X, y, source);
  return informationOf(data.X, { codes: data.codes, kinds: data.counts.length }, options, source);
}

/**
 * Mutual information, in nats, of each column of X (n x d) with the numbers y (n). Unlike a correlation it sees any
 * kind of dependence. O(d n log n). Reference: as mutualInfoClassif; scikit-learn mutual_info_regression.
 *
 * @throws InvalidInputError for unusable data or too few rows; InvalidParameterError for wrong options.
 * @example
 * ```ts
 * const X = Matrix.zeros(200, 1);
 * X.data.set(new RandomState(0).uniform(-1, 1, 200));
 * const y = X.data.map((x) => x * x);
 * (await mutualInfoRegression(X, y, { randomState: 0 }))[0]; // 2.8, where the correlation is near 0
 * ```
 */
export async function mutualInfoRegression(
  X: MatrixLike,
  y: Targets,
  options: MutualInformationOptions = {},
): Promise<Float64Array> {
  const source = 'mutualInfoRegression';
  const data = numberData(X, y, source);
  return informationOf(data.X, { values: data.y }, options, source);
}

interface Kinds {
  readonly codes: Int32Array;
  readonly kinds: number;
}

type Variable = Kinds | { readonly values: Float64Array };

interface Shared {
  /** The columns one after another, with noise where they are measures. */
  readonly columns: Float64Array;
  readonly discrete: Uint8Array;
  readonly target: Variable;
  /** The values of the target in order; empty for kinds. */
  readonly sorted: Float64Array;
  readonly k: number;
}

/** The task that workers run: one column. */
export const mutualInformationTask = defineTask<number, Shared, number>(
  'mutualInformation',
  import.meta.url,
  async (j, shared) => informationOfColumn(j, shared),
);

async function informationOf(
  X: Matrix,
  target: Variable,
  options: MutualInformationOptions,
  source: string,
): Promise<Float64Array> {
  const { nNeighbors: k = 3, nJobs = null } = options;
  const run = new Run(source, options);
  const discrete = discreteColumns(options.discreteFeatures ?? 'auto', X.columns, source);
  checkNeighbours(k, X.rows, 'values' in target && discrete.includes(0), source);
  const random = RandomState.from(options.randomState ?? null);
  const columns = noisyColumns(X, discrete, random);
  const noisy = 'codes' in target ? target : { values: noisyTarget(target.values, random) };
  const sorted = 'codes' in noisy ? new Float64Array(0) : sortNumbers(noisy.values.slice());
  const shared: Shared = { columns, discrete, target: noisy, sorted, k };
  const items = Array.from(discrete, (_, j) => j);
  if (nJobs === null || nJobs === 1) {
    const result = new Float64Array(X.columns);
    for (const j of items) {
      result[j] = informationOfColumn(j, shared);
      await run.step(j + 1, X.columns, 'column');
    }
    return result;
  }
  const onProgress = (done: number, total: number): void =>
    options.onProgress?.({ estimator: source, what: 'column', done, total });
  return Float64Array.from(
    await parallelMap(mutualInformationTask, items, { shared, nJobs, signal: run.signal, onProgress }),
  );
}

function informationOfColumn(j: number, { columns, discrete, target, sorted, k }: Shared): number {
  const n = columns.length / discrete.length;
  const column = columns.subarray(j * n, (j + 1) * n);
  if (discrete[j] === 0) {
    return 'codes' in target
      ? mixedPair(column, target.codes, target.kinds, k)
      : continuousPair(column, target.values, sorted, k);
  }
  const { codes, kinds } = kindsOf(column);
  return 'codes' in target ? mutualInfoScore(target.codes, codes) : mixedPair(target.values, codes, kinds, k);
}

function kindsOf(column: Float64Array): Kinds {
  const place = new Map<number, number>();
  const codes = new Int32Array(column.length);
  for (let i = 0; i < column.length; i++) {
    let code = place.get(column[i]);
    if (code === undefined) place.set(column[i], (code = place.size));
    codes[i] = code;
  }
  return { codes, kinds: place.size };
}

/** The columns one after another; measures are scaled to deviation 1 and get noise of 1e-10. */
function noisyColumns(X: Matrix, discrete: Uint8Array, random: RandomState): Float64Array {
  const { rows: n, columns: d } = X;
  const columns = X.transpose().data;
  const measures: number[] = [];
  for (let j = 0; j < d; j++) if (discrete[j] === 0) measures.push(j);
  const sizes = measures.map((j) => scaleToUnit(columns.subarray(j * n, (j + 1) * n)));
  if (measures.length === 0) return columns;
  const noise = random.standardNormal(n * measures.length);
  measures.forEach((j, m) => {
    const size = 1e-10 * sizes[m];
    for (let i = 0, at = j * n; i < n; i++, at++) columns[at] += size * noise[i * measures.length + m];
  });
  return columns;
}

function noisyTarget(y: Float64Array, random: RandomState): Float64Array {
  const values = y.slice();
  const size = 1e-10 * scaleToUnit(values);
  const noise = random.standardNormal(values.length);
  return values.map((value, i) => value + size * noise[i]);
}

/** Divides by the standard deviation, in place, unless constant. Returns the mean size afterwards, at least 1. */
function scaleToUnit(values: Float64Array): number {
  const n = values.length;
  const first = values[0];
  let mean = 0;
  let largest = 0;
  for (const value of values) {
    mean += (value - first) / n;
    largest = Math.max(largest, Math.abs(value - first));
  }
  let deviation = 1;
  if (largest > 0) {
    let squares = 0;
    for (const value of values) squares += ((value - first - mean) / largest) ** 2;
    deviation = largest * Math.sqrt(squares / n);
  }
  let size = 0;
  for (let i = 0; i < n; i++) {
    values[i] /= deviation;
    size += Math.abs(values[i]);
  }
  return Math.max(1, size / n);
}

function discreteColumns(
  given: NonNullable<MutualInformationOptions['discreteFeatures']>,
  d: number,
  source: string,
): Uint8Array {
  const flags = new Uint8Array(d);
  if (given === 'auto' || given === false) return flags;
  if (given === true) return flags.fill(1);
  const list = typeof given === 'object' ? Array.from(given as ArrayLike<number | boolean>) : [];
  if (list.length === d && list.every((item) => typeof item === 'boolean'))
    return Uint8Array.from(list, Number);
  const numbers = list.every(
    (item) => Number.isInteger(item) && (item as number) >= 0 && (item as number) < d,
  );
  if (typeof given !== 'object' || !numbers) {
    throw new InvalidParameterError(
      `${source}: option 'discreteFeatures' must be 'auto', true, false, ${d} flags, or column numbers below ${d}. Got ${describe(given)}.`,
      { estimator: source, parameter: 'discreteFeatures', received: describe(given) },
    );
  }
  for (const j of list) flags[j as number] = 1;
  return flags;
}

function checkNeighbours(k: number, n: number, inPlane: boolean, source: string): void {
  if (!Number.isInteger(k) || k < 1) {
    throw new InvalidParameterError(
      `${source}: option 'nNeighbors' must be an integer >= 1. Got ${describe(k)}.`,
      { estimator: source, parameter: 'nNeighbors', received: describe(k) },
    );
  }
  if (!inPlane || n > k) return;
  throw new InvalidInputError(
    `${source}: needs more rows than neighbours. Got ${n} rows for nNeighbors ${k}. Add rows or lower nNeighbors.`,
    { estimator: source, parameter: 'nNeighbors', received: `${n} rows`, remedy: 'lower nNeighbors' },
  );
}
