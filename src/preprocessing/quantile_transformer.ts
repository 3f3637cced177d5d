import { InvalidParameterError } from '../core/errors.js';
import type { MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { declare, int, nullable, oneOf, type ParamsOf, seed } from '../core/params.js';
import { RandomState } from '../core/random.js';
import { Run, type RunOptions } from '../core/run.js';
import { tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { normalCdf, normalQuantile } from '../kernels/normal.js';
import { checkTransformed } from './affine.js';
import { linspace, sortedColumn, sortedQuantile } from './percentile.js';

const declaration = declare('QuantileTransformer', {
  nQuantiles: int(1000, {
    min: 1,
    doc: 'Number of landmarks of the distribution function; at most the number of rows.',
  }),
  outputDistribution: oneOf(['uniform', 'normal'], 'uniform', {
    doc: 'Distribution of the columns that come out.',
  }),
  subsample: nullable(int(10_000, { min: 1, doc: 'Most rows to learn from; null uses all.' }), 10_000),
  randomState: seed(),
});

interface QuantileTransformerModel {
  /** nQuantiles x d. */
  readonly quantiles: Matrix;
  readonly references: Float64Array;
}

/** Closer to a column's ends than this counts as the end, so that normal quantiles stay finite. */
const EDGE = 1e-7;
const LOWEST = normalQuantile(EDGE - Number.EPSILON);
const HIGHEST = normalQuantile(1 - (EDGE - Number.EPSILON));

/**
 * Maps each column through its empirical distribution function, which makes it uniform, or then normal: robust
 * to outliers, blind to distances. NaN is passed over and kept. Fit is O(d s log s) for s rows drawn, transform
 * O(n d log nQuantiles). Reference: scikit-learn QuantileTransformer.
 *
 * @example
 * ```ts
 * const even = new QuantileTransformer({ nQuantiles: 5 });
 * const X = await even.fitTransform([[1], [10], [100], [1000], [10000]]);
 * X.to2DArray(); // [[0], [0.25], [0.5], [0.75], [1]]
 * ```
 */
export class QuantileTransformer extends TransformerBase<typeof declaration, QuantileTransformerModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { allowNaN: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { nQuantiles, subsample } = this.params;
    if (subsample !== null && nQuantiles > subsample) {
      throw new InvalidParameterError(
        `QuantileTransformer: parameter 'nQuantiles' must not exceed subsample. Got ${nQuantiles} quantiles of ${subsample} rows. Raise subsample or lower nQuantiles.`,
        { estimator: 'QuantileTransformer', parameter: 'nQuantiles', received: String(nQuantiles) },
      );
    }
  }

  protected async train({ X }: TransformerData, run: Run): Promise<QuantileTransformerModel> {
    const { subsample, nQuantiles } = this.params;
    if (nQuantiles > X.rows) {
      warn(
        new DataWarning(
          `nQuantiles (${nQuantiles}) is greater than the number of rows (${X.rows}); ${X.rows} are used.`,
          this.type,
        ),
      );
    }
    const k = Math.max(1, Math.min(nQuantiles, X.rows));
    const references = k === 1 ? new Float64Array(1) : linspace(0, 1, k);
    const sample = subsample !== null && subsample < X.rows ? draw(X, subsample, this.params.randomState) : X;
    const quantiles = Matrix.zeros(k, X.columns);
    for (let j = 0; j < X.columns; j++) {
      await run.step(j, X.columns, 'column');
      const sorted = sortedColumn(sample, j);
      for (let i = 0, top = Number.NEGATIVE_INFINITY; i < k; i++) {
        // Rounding in the interpolation must not make the quantiles fall.
        const value = sortedQuantile(sorted, (references[i] * 100) / 100);
        top = value < top ? top : value;
        quantiles.set(i, j, top);
      }
    }
    return { quantiles, references };
  }

  protected async transformMatrix(X: Matrix, model: QuantileTransformerModel, run: Run): Promise<Matrix> {
    return this.mapColumns(X, model, run, forward);
  }

  /** Maps values back through the inverse of the distribution function. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const model = this.learned('inverseTransform');
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const result = await this.mapColumns(matrix, model, new Run(this.type, options), backward);
    return result.withColumnNames(this.featureNamesIn);
  }

  private async mapColumns(X: Matrix, model: QuantileTransformerModel, run: Run, map: typeof forward) {
    const { rows, columns } = X;
    const result = X.clone().withColumnNames(undefined);
    const normal = this.params.outputDistribution === 'normal';
    for (let j = 0; j < columns; j++) {
      await run.breathe();
      map(result.data, rows, columns, j, model.quantiles.column(j), model.references, normal);
    }
    return result;
  }

  /** Number of quantiles in use: `nQuantiles`, or the number of rows if that is smaller. */
  get nQuantiles(): number {
    return this.learned('nQuantiles').references.length;
  }

  /** The quantiles of each column: nQuantiles x d. */
  get quantiles(): Matrix {
    return this.learned('quantiles').quantiles;
  }

  /** The probabilities of the quantiles. */
  get references(): Float64Array {
    return this.learned('references').references;
  }
}

function draw(X: Matrix, size: number, randomState: number | readonly number[] | null): Matrix {
  const order = RandomState.from(randomState).shuffle(Int32Array.from({ length: X.rows }, (_, i) => i));
  return X.takeRows(order.subarray(0, size));
}

/** One column through its distribution function, in place. */
function forward(
  data: Float64Array,
  rows: number,
  d: number,
  j: number,
  quantiles: Float64Array,
  references: Float64Array,
  normal: boolean,
): void {
  const last = quantiles.length - 1;
  const margin = normal ? EDGE : 0;
  for (let i = 0, at = j; i < rows; i++, at += d) {
    const x = data[at];
    if (Number.isNaN(x)) continue;
    let p: number;
    if (normal ? x - margin < quantiles[0] : x === quantiles[0]) p = 0;
    else if (normal ? x + margin > quantiles[last] : x === quantiles[last]) p = 1;
    else p = 0.5 * (fromLeft(x, quantiles, references) + fromRight(x, quantiles, references));
    data[at] = normal ? Math.min(HIGHEST, Math.max(LOWEST, normalQuantile(p))) : p;
  }
}

/** One column through the inverse of its distribution function, in place. */
function backward(
  data: Float64Array,
  rows: number,
  d: number,
  j: number,
  quantiles: Float64Array,
  references: Float64Array,
  normal: boolean,
): void {
  const last = quantiles.length - 1;
  for (let i = 0, at = j; i < rows; i++, at += d) {
    if (Number.isNaN(data[at])) continue;
    const p = normal ? normalCdf(data[at]) : data[at];
    if (normal ? p - EDGE < 0 : p === 0) data[at] = quantiles[0];
    else if (normal ? p + EDGE > 1 : p === 1) data[at] = quantiles[last];
    else data[at] = fromLeft(p, references, quantiles);
  }
}

/** Linear interpolation of (xs, ys) at x; where xs repeats, its last entry counts. */
function fromLeft(x: number, xs: Float64Array, ys: Float64Array): number {
  const last = xs.length - 1;
  if (x < xs[0]) return ys[0];
  let low = 0;
  let high = last + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] <= x) low = middle;
    else high = middle;
  }
  if (low === last || xs[low] === x) return ys[low];
  return ((ys[low + 1] - ys[low]) / (xs[low + 1] - xs[low])) * (x - xs[low]) + ys[low];
}

/** The same from the other end: where xs repeats, its first entry counts. */
function fromRight(x: number, xs: Float64Array, ys: Float64Array): number {
  const last = xs.length - 1;
  if (x > xs[last]) return ys[last];
  let low = -1;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle] >= x) high = middle;
    else low = middle;
  }
  if (high === 0 || xs[high] === x) return ys[high];
  return ((ys[high] - ys[high - 1]) / (xs[high] - xs[high - 1])) * (x - xs[high]) + ys[high];
}
