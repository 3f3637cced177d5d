import { InvalidParameterError } from '../core/errors.js';
import { Matrix } from '../core/matrix.js';
import type { Estimator } from '../core/protocol.js';
import type { RandomState } from '../core/random.js';
import type { Run, RunOptions } from '../core/run.js';
import { normalCdf, normalQuantile } from '../kernels/normal.js';

/** Columns at work: their present fillings, and 1 for each cell that is to be predicted. */
export interface Holes {
  readonly columns: readonly Float64Array[];
  readonly missing: readonly Uint8Array[];
  /** The largest size of an observed cell. */
  readonly largest: number;
}

/** Bounds of each column's fillings. */
export interface Limits {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** An estimator that says how sure it is. */
interface Uncertain extends Estimator {
  predictWithStd(X: Matrix, options?: RunOptions): Promise<{ mean: Float64Array; std: Float64Array }>;
}

/** The rows whose cell in a column has the wanted mark, with the columns `from`. */
function rowsOf({ columns, missing }: Holes, column: number, from: Int32Array, wanted: 0 | 1): Matrix {
  const mask = missing[column];
  let n = 0;
  for (let i = 0; i < mask.length; i++) if (mask[i] === wanted) n++;
  const result = Matrix.zeros(n, from.length);
  for (let j = 0; j < from.length; j++) {
    const source = columns[from[j]];
    for (let i = 0, at = j; i < mask.length; i++) {
      if (mask[i] !== wanted) continue;
      result.data[at] = source[i];
      at += from.length;
    }
  }
  return result;
}

/** What a column is learned from: the rows where it is observed. */
export function trainingRows(
  holes: Holes,
  column: number,
  from: Int32Array,
): { rows: Matrix; y: Float64Array } {
  const y = holes.columns[column].filter((_, i) => holes.missing[column][i] === 0);
  return { rows: rowsOf(holes, column, from, 0), y };
}

/** Predicts the missing cells of a column in place: the mean, or with `random` a draw between the limits. */
export async function imputeColumn(
  holes: Holes,
  step: { readonly featIdx: number; readonly neighborFeatIdx: Int32Array; readonly estimator: Estimator },
  limits: Limits,
  random: RandomState | null,
  type: string,
  run: Run,
): Promise<void> {
  const { featIdx, neighborFeatIdx, estimator } = step;
  const mask = holes.missing[featIdx];
  if (!mask.includes(1)) return;
  const rows = rowsOf(holes, featIdx, neighborFeatIdx, 1);
  const [low, high] = [limits.low[featIdx], limits.high[featIdx]];
  const options = { signal: run.signal };
  let values: Float64Array;
  if (random) {
    if (!('predictWithStd' in estimator)) {
      throw new InvalidParameterError(
        `${type}: samplePosterior needs an estimator with predictWithStd. Got ${estimator.type}. Use BayesianRidge or GaussianProcessRegressor.`,
        { estimator: type, parameter: 'estimator', received: estimator.type, remedy: 'use BayesianRidge' },
      );
    }
    const { mean, std } = await (estimator as Uncertain).predictWithStd(rows, options);
    values = mean.map((mu, i) => sample(mu, std[i], low, high, random));
  } else {
    const predict = (estimator as Estimator & { predict(X: Matrix, options: RunOptions): Promise<unknown> })
      .predict;
    const predicted = (await predict.call(estimator, rows, options)) as ArrayLike<number>;
    values = Float64Array.from(predicted, (value) => Math.min(Math.max(value, low), high));
  }
  const column = holes.columns[featIdx];
  for (let i = 0, at = 0; i < mask.length; i++) if (mask[i] === 1) column[i] = values[at++];
}

/** A normal number between limits by its distribution function, as SciPy draws truncnorm. */
function sample(mu: number, sigma: number, low: number, high: number, random: RandomState): number {
  if (mu < low) return low;
  if (mu > high) return high;
  if (!(sigma > 0)) return mu;
  const a = (low - mu) / sigma;
  const b = (high - mu) / sigma;
  const u = random.uniform();
  if (a < 0) {
    const below = normalCdf(a);
    return mu + sigma * normalQuantile(below + u * (normalCdf(b) - below));
  }
  const above = normalCdf(-b);
  return mu - sigma * normalQuantile(above + (1 - u) * (normalCdf(-a) - above));
}

/** The largest sum over a row of the sizes of the changes. */
export function largestRowSum(now: readonly Float64Array[], before: readonly Float64Array[]): number {
  const sums = new Float64Array(now[0].length);
  now.forEach((column, j) => {
    for (let i = 0; i < sums.length; i++) sums[i] += Math.abs(column[i] - before[j][i]);
  });
  return sums.reduce((most, sum) => Math.max(most, sum), 0);
}
