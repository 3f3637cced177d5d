import { InvalidInputError, InvalidParameterError } from '../core/errors.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import type { Label, Labels } from '../core/labels.js';
import { Matrix } from '../core/matrix.js';
import type { ParamsOf } from '../core/params.js';
import type { Transformer } from '../core/protocol.js';
import { Binarizer } from './binarizer.js';
import { LabelBinarizer } from './label_binarizer.js';
import { MaxAbsScaler } from './max_abs_scaler.js';
import { MinMaxScaler } from './min_max_scaler.js';
import { type Norm, Normalizer, rowNorms } from './normalizer.js';
import { PowerTransformer } from './power_transformer.js';
import { QuantileTransformer } from './quantile_transformer.js';
import { RobustScaler } from './robust_scaler.js';
import { StandardScaler } from './standard_scaler.js';

/** The options of an estimator as function options. */
type OptionsOf<C extends { declaration: unknown }> = Partial<ParamsOf<C['declaration']>>;

/** Along what to work: 0 each column, 1 each row. */
export interface AxisOption {
  readonly axis?: 0 | 1;
}

/**
 * Standardises each column (or row) of X at once, without keeping what was learned. For data that is split into
 * training and test rows use StandardScaler, which learns from the training rows only. O(n d). Source: scikit-learn
 * scale.
 *
 * @example
 * ```ts
 * (await scale([[1], [3]])).to2DArray(); // [[-1], [1]]
 * ```
 */
export async function scale(
  X: MatrixLike,
  { axis, ...params }: OptionsOf<typeof StandardScaler> & AxisOption = {},
): Promise<Matrix> {
  return along(new StandardScaler(params), X, axis);
}

/**
 * Maps each column (or row) to a range: MinMaxScaler at once. O(n d). Source: scikit-learn minmax_scale.
 *
 * @example
 * ```ts
 * (await minmaxScale([[1], [2], [3]])).to2DArray(); // [[0], [0.5], [1]]
 * ```
 */
export async function minmaxScale(
  X: MatrixLike,
  { axis, ...params }: OptionsOf<typeof MinMaxScaler> & AxisOption = {},
): Promise<Matrix> {
  return along(new MinMaxScaler(params), X, axis);
}

/**
 * Divides each column (or row) by its largest absolute value: MaxAbsScaler at once. O(n d). Source: scikit-learn
 * maxabs_scale.
 *
 * @example
 * ```ts
 * (await maxabsScale([[1], [-2]])).to2DArray(); // [[0.5], [-1]]
 * ```
 */
export async function maxabsScale(
  X: MatrixLike,
  { axis, ...params }: OptionsOf<typeof MaxAbsScaler> & AxisOption = {},
): Promise<Matrix> {
  return along(new MaxAbsScaler(params), X, axis);
}

/**
 * Centres each column (or row) on its median and divides by its interquartile range: RobustScaler at once.
 * O(d n log n). Source: scikit-learn robust_scale.
 *
 * @example
 * ```ts
 * (await robustScale([[1], [2], [3]])).to2DArray(); // [[-1], [0], [1]]
 * ```
 */
export async function robustScale(
  X: MatrixLike,
  { axis, ...params }: OptionsOf<typeof RobustScaler> & AxisOption = {},
): Promise<Matrix> {
  return along(new RobustScaler(params), X, axis);
}

/**
 * Makes each column (or row) uniform or normal: QuantileTransformer at once, with up to 100,000 rows to learn from.
 * O(d n log n). Source: scikit-learn quantile_transform.
 *
 * @example
 * ```ts
 * (await quantileTransform([[1], [5], [100]], { nQuantiles: 3 })).to2DArray(); // [[0], [0.5], [1]]
 * ```
 */
export async function quantileTransform(
  X: MatrixLike,
  { axis, ...params }: OptionsOf<typeof QuantileTransformer> & AxisOption = {},
): Promise<Matrix> {
  return along(new QuantileTransformer({ subsample: 100_000, ...params }), X, axis);
}

/**
 * Makes each column more normal by a power: PowerTransformer at once. O(n d). Source: scikit-learn power_transform.
 *
 * @example
 * ```ts
 * (await powerTransform([[1], [10], [100]], { method: 'box-cox' })).get(1, 0); // about 0
 * ```
 */
export async function powerTransform(
  X: MatrixLike,
  params: OptionsOf<typeof PowerTransformer> = {},
): Promise<Matrix> {
  return new PowerTransformer(params).fitTransform(X);
}

/**
 * 1 for values above the threshold, 0 for the others. O(n d). Source: scikit-learn binarize.
 *
 * @example
 * ```ts
 * (await binarize([[0.2, 0.7]], { threshold: 0.5 })).to2DArray(); // [[0, 1]]
 * ```
 */
export async function binarize(X: MatrixLike, params: OptionsOf<typeof Binarizer> = {}): Promise<Matrix> {
  return new Binarizer(params).transform(X);
}

/** Options of `normalize`. */
export interface NormalizeOptions {
  /** Default 'l2'. */
  readonly norm?: Norm;
  /** 1 (default) normalises rows, 0 columns. */
  readonly axis?: 0 | 1;
}

/**
 * Divides each row (or, with axis 0, column) by its norm. With `returnNorm` resolves to [matrix, norms]. O(n d).
 * Source: scikit-learn normalize.
 *
 * @example
 * ```ts
 * (await normalize([[3, 4]])).to2DArray(); // [[0.6, 0.8]]
 * const [unit, norms] = await normalize([[3, 4]], { returnNorm: true }); // norms: 5
 * ```
 */
export async function normalize(
  X: MatrixLike,
  options: NormalizeOptions & { readonly returnNorm: true },
): Promise<[Matrix, Float64Array]>;
export async function normalize(
  X: MatrixLike,
  options?: NormalizeOptions & { readonly returnNorm?: false },
): Promise<Matrix>;
export async function normalize(
  X: MatrixLike,
  { norm = 'l2', axis = 1, returnNorm = false }: NormalizeOptions & { readonly returnNorm?: boolean } = {},
): Promise<Matrix | [Matrix, Float64Array]> {
  const matrix = asMatrix(X, { estimator: 'normalize' });
  checkAxis(axis, 'normalize');
  const turned = axis === 1 ? matrix : matrix.transpose();
  const unit = await new Normalizer({ norm }).transform(turned);
  const result = axis === 1 ? unit : unit.transpose().withColumnNames(matrix.columnNames);
  return returnNorm ? [result, rowNorms(turned.data, turned.columns, norm, 0, turned.rows)] : result;
}

/** Options of `labelBinarize`. */
export interface LabelBinarizeOptions {
  /** All classes, in the order of the columns. */
  readonly classes: readonly Label[];
  readonly negLabel?: number;
  readonly posLabel?: number;
}

/**
 * One column per given class (one column for two classes): LabelBinarizer with known classes. Labels of y that are
 * no class belong to none. O(n k). Source: scikit-learn label_binarize.
 *
 * @example
 * ```ts
 * const Y = await labelBinarize([1, 6], { classes: [1, 2, 4, 6] });
 * Y.to2DArray(); // [[1, 0, 0, 0], [0, 0, 0, 1]]
 * ```
 */
export async function labelBinarize(y: Labels, options: LabelBinarizeOptions): Promise<Matrix> {
  const { classes, negLabel, posLabel } = options;
  if (!Array.isArray(classes) || classes.length === 0 || new Set(classes).size !== classes.length) {
    throw new InvalidParameterError(
      'labelBinarize: classes must be a non-empty list of distinct labels. Pass { classes: [...] }.',
      { estimator: 'labelBinarize', parameter: 'classes' },
    );
  }
  const yType = classes.length > 2 ? 'multiclass' : 'binary';
  return new LabelBinarizer({ negLabel, posLabel })
    .restore({ nFeaturesIn: 1, model: { classes, yType } })
    .transform(y);
}

/**
 * X with a column of one value put before its columns, for linear models without an intercept of their own.
 * O(n d). Source: scikit-learn add_dummy_feature.
 *
 * @example
 * ```ts
 * addDummyFeature([[5], [7]]).to2DArray(); // [[1, 5], [1, 7]]
 * ```
 */
export function addDummyFeature(X: MatrixLike, { value = 1 }: { readonly value?: number } = {}): Matrix {
  const { rows, columns, data } = asMatrix(X, { estimator: 'addDummyFeature' });
  const result = Matrix.zeros(rows, columns + 1);
  for (let i = 0; i < rows; i++) {
    result.data[i * (columns + 1)] = value;
    result.data.set(data.subarray(i * columns, (i + 1) * columns), i * (columns + 1) + 1);
  }
  return result;
}

async function along(transformer: Transformer, X: MatrixLike, axis: 0 | 1 = 0): Promise<Matrix> {
  checkAxis(axis, transformer.type);
  if (axis === 0) return transformer.fitTransform(X);
  const { allowNaN } = transformer.tags;
  const matrix = asMatrix(X, { estimator: transformer.type, allowNaN });
  const turned = await transformer.fitTransform(matrix.transpose());
  return turned.transpose().withColumnNames(matrix.columnNames);
}

function checkAxis(axis: unknown, estimator: string): void {
  if (axis === 0 || axis === 1) return;
  throw new InvalidInputError(
    `${estimator}: axis must be 0 (columns) or 1 (rows). Got ${String(axis)}. Pass 0 or 1.`,
    { estimator, parameter: 'axis', received: String(axis) },
  );
}
