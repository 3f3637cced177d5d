import { describe, InvalidInputError } from '../core/errors.js';
import { asMatrix, checkSameLength, type DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, nullable, type ParamsOf } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { rowCount, takeRows } from '../core/take.js';
import { BaseEstimator } from '../estimators/base/index.js';
import { inFormOf } from './base/resampling.js';
import { encodeTarget } from './base/target.js';

/** What a resampling function returns; `indices` say which given row each row is or was made from. */
export interface FunctionResult {
  readonly X: DataLike;
  readonly y: Target;
  readonly indices?: ArrayLike<number>;
  readonly sampleWeight?: ArrayLike<number>;
}

type Returned = FunctionResult | readonly [DataLike, Target];

/**
 * A resampling function of X, y and the arguments given beside it. Annotate X and y as what they are: a Matrix and
 * labels where `validate` is on, else whatever the sampler is given.
 */
export type ResamplingFunction = {
  // Declared as a method, so that functions of a Matrix or of strings are accepted.
  call(X: DataLike, y: Target, kwArgs: Readonly<Record<string, unknown>>): Returned | Promise<Returned>;
}['call'];

const declaration = declare('FunctionSampler', {
  func: nullable(
    custom<ResamplingFunction>((X, y) => ({ X, y }), {
      doc: 'Takes (X, y, kwArgs) and returns [X, y] or { X, y, indices, sampleWeight }; null changes nothing.',
      expected: 'a function',
      accepts: (value) => typeof value === 'function',
      invalid: ['text', 3, {}],
    }),
  ),
  kwArgs: nullable(
    custom<Readonly<Record<string, unknown>>>(
      {},
      {
        doc: 'Arguments handed to the function.',
        expected: 'a record of arguments',
        accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        invalid: [3, 'text', [1]],
      },
    ),
  ),
  validate: bool(true, {
    doc: 'Check X (finite numbers) and y (labels) first; the function then sees a Matrix.',
  }),
});

interface FunctionSamplerModel {
  readonly sampleIndices?: Int32Array;
}

/**
 * Makes a sampler of a function: rows may be dropped, repeated or made in any way, inside a pipeline and while
 * fitting only. To carry weights return `indices` or `sampleWeight`. Reference: imbalanced-learn FunctionSampler.
 *
 * @example
 * ```ts
 * const bright = new FunctionSampler({
 *   func: (X: Matrix, y: string[]) => ({ X: X.takeRows([0, 2]), y: [y[0], y[2]], indices: [0, 2] }),
 * });
 * (await bright.fitResample(Matrix.from2DArray([[1], [2], [3]]), ['a', 'b', 'a'])).y; // ['a', 'a']
 * ```
 */
export class FunctionSampler extends BaseEstimator<typeof declaration, FunctionSamplerModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const free = !this.params.validate;
    return tags('sampler', { sampleWeight: true, text: free, allowNaN: free });
  }

  /** Checks X and y; calls no function. */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const data = this.checkData(X, y as Target, options);
    await run.step(0, 1, 'check');
    return this.setFitted({ ...infoOf(data.X), model: {} });
  }

  /**
   * Calls the function.
   * @throws InvalidInputError when what it returns does not fit together, or weights were given and it returns
   * neither weights nor indices.
   */
  async fitResample(
    X: DataLike,
    y: Target,
    options: FitOptions = {},
  ): Promise<{
    X: DataLike;
    y: Target;
    indices: Int32Array | undefined;
    sampleWeight: Float64Array | undefined;
  }> {
    const run = new Run(this.type, options);
    const data = this.checkData(X, y, options);
    await run.step(0, 1, 'check');
    const { func, kwArgs } = this.params;
    const identity = { X: data.X, y, indices: Array.from({ length: data.rows }, (_, i) => i) };
    const returned: unknown = func ? await func(data.X, y, kwArgs ?? {}) : identity;
    const result = this.checkResult(returned);
    const indices = result.indices && Int32Array.from(result.indices);
    if (indices) checkSameLength(indices.length, rowCount(result.X), this.type, 'indices');
    const sampleWeight = this.weightsOf(data.weights, result, indices);
    this.setFitted({ ...infoOf(data.X), model: { sampleIndices: indices } });
    const whole = this.params.validate && result.X instanceof Matrix;
    return { X: whole ? inFormOf(X, result.X) : result.X, y: result.y, indices, sampleWeight };
  }

  /** The given row that each row is or was made from, when the function returned `indices`. */
  get sampleIndices(): Int32Array | undefined {
    return this.learned('sampleIndices').sampleIndices;
  }

  private checkData(
    X: DataLike,
    y: Target,
    options: FitOptions,
  ): { X: DataLike; rows: number; weights: Float64Array | undefined } {
    const { validate } = this.params;
    if (validate) encodeTarget(y, this.type);
    const data = validate ? asMatrix(X, { estimator: this.type }) : X;
    const rows = rowCount(data);
    checkSameLength(rowCount(y, 'y'), rows, this.type, 'y');
    return { X: data, rows, weights: this.checkWeights(options, rows) };
  }

  private checkResult(returned: unknown): FunctionResult {
    const pair = Array.isArray(returned) && returned.length === 2;
    const result = (pair ? { X: returned[0], y: returned[1] } : returned) as Partial<FunctionResult> | null;
    if (result === null || typeof result !== 'object' || result.X === undefined || result.y === undefined) {
      throw new InvalidInputError(
        `${this.type}: parameter 'func' must return [X, y] or { X, y, indices, sampleWeight }. Got ${describe(returned)}. Mend the function.`,
        { estimator: this.type, parameter: 'func', received: describe(returned), remedy: 'return X and y' },
      );
    }
    const { X, y } = result;
    checkSameLength(rowCount(y, 'y'), rowCount(X), this.type, 'y as returned by func');
    return result as FunctionResult;
  }

  private weightsOf(
    weights: Float64Array | undefined,
    result: FunctionResult,
    indices: Int32Array | undefined,
  ): Float64Array | undefined {
    if (result.sampleWeight) {
      const own = Float64Array.from(result.sampleWeight);
      checkSameLength(own.length, rowCount(result.X), this.type, 'sampleWeight as returned by func');
      return own;
    }
    if (!weights) return undefined;
    if (indices) return takeRows(weights, indices);
    throw new InvalidInputError(
      `${this.type}: sampleWeight was given, but parameter 'func' returns neither indices nor sampleWeight. Got ${describe(Object.keys(result))}. Return one of them, or leave the weights out.`,
      { estimator: this.type, parameter: 'func', remedy: 'return indices or sampleWeight' },
    );
  }
}

function infoOf(X: DataLike): { nFeaturesIn: number; featureNamesIn?: readonly string[] } {
  if (X instanceof Matrix) return { nFeaturesIn: X.columns, featureNamesIn: X.columnNames };
  if (Array.isArray(X)) return { nFeaturesIn: (X[0] as ArrayLike<unknown>)?.length ?? 0 };
  const names = 'columns' in X && Array.isArray(X.columns) ? (X.columns as string[]) : Object.keys(X);
  return { nFeaturesIn: names.length, featureNamesIn: names };
}
