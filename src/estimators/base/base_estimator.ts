import { overrideParams } from '../../core/children.js';
import { InvalidInputError, NotFittedError } from '../../core/errors.js';
import { checkFeatures } from '../../core/features.js';
import { asMatrix } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { type Declaration, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { Fitted, Restorable } from '../../core/registry.js';
import type { FitOptions } from '../../core/run.js';
import type { Tags } from '../../core/tags.js';
import { checkSampleWeight } from '../../core/weights.js';

/** Any model: one record of plain data (numbers, strings, typed arrays, matrices, fitted estimators). */
export type ModelRecord = object;

/**
 * Base of all estimators: validated parameters, one fitted slot, and the checks that are the same for all.
 * `D` is the type of the declaration, `M` of the model that `fit` learns.
 */
export abstract class BaseEstimator<D extends Declaration, M extends ModelRecord> {
  /** The class name. */
  readonly type: D['name'];
  /** The parameters: validated, complete with defaults, frozen. */
  readonly params: ParamsOf<D>;
  /** What this estimator can and cannot do. */
  abstract readonly tags: Tags;
  #fitted: Fitted<M> | undefined;

  constructor(declaration: D, params: Partial<ParamsOf<D>> = {}) {
    this.type = declaration.name;
    this.params = resolveParams(declaration, params);
  }

  /** Builds an estimator of this class from a parameter record. */
  static fromParams(this: unknown, params: object): Estimator & Restorable {
    return new (this as new (params: object) => Estimator & Restorable)(params);
  }

  /**
   * An unfitted copy, with some parameters changed; `child__param` reaches into nested estimators.
   * @throws InvalidParameterError for unknown names or refused values.
   */
  with(overrides: Partial<ParamsOf<D>> = {}): this {
    return this.create(overrideParams(this as unknown as Estimator, overrides));
  }

  /** Whether `fit` has succeeded. */
  get isFitted(): boolean {
    return this.#fitted !== undefined;
  }

  /** The fitted slot, for saving and sending; undefined before fit. */
  get fitted(): Fitted<M> | undefined {
    return this.#fitted;
  }

  /** A copy with the same parameters and the given fitted slot. */
  restore(fitted: Fitted | undefined): this {
    const copy = this.create(this.params);
    (copy as BaseEstimator<D, M>).#fitted = fitted as Fitted<M> | undefined;
    return copy;
  }

  /** Number of columns that `fit` saw. */
  get nFeaturesIn(): number {
    return this.requireFitted('nFeaturesIn').nFeaturesIn;
  }

  /** Names of the columns that `fit` saw, when X had names. */
  get featureNamesIn(): readonly string[] | undefined {
    return this.requireFitted('featureNamesIn').featureNamesIn;
  }

  /** `KNeighborsClassifier({ nNeighbors: 3 })`: the class and the parameters that differ from the defaults. */
  toString(): string {
    const { declaration } = this.constructor as unknown as { declaration: Declaration };
    const changed = Object.entries(this.params).filter(
      ([key, value]) => value !== declaration.specs[key]?.default,
    );
    const text = changed.map(([key, value]) => `${key}: ${showParam(value)}`).join(', ');
    return `${this.type}(${text && `{ ${text} }`})`;
  }

  /** A new estimator of the same class. */
  protected create(params: object): this {
    const estimatorClass = this.constructor as unknown as { fromParams(params: object): unknown };
    return estimatorClass.fromParams(params) as this;
  }

  /** Sets the fitted slot: the last act of every fit, so that a failed fit leaves the old model whole. */
  protected setFitted(fitted: Fitted<M>): this {
    this.#fitted = fitted;
    return this;
  }

  /** The learned model. @throws NotFittedError before fit; `member` is what was asked for. */
  protected learned(member: string): M {
    return this.requireFitted(member).model;
  }

  /** Checks X for a predict-like method against what `fit` saw. */
  protected checkX(X: unknown, member: string): Matrix {
    const fitted = this.requireFitted(member);
    const matrix = asMatrix(X, { estimator: this.type, allowNaN: this.tags.allowNaN });
    checkFeatures(matrix, fitted, this.type);
    return matrix;
  }

  /** Checks X for fit. */
  protected checkFitX(X: unknown): Matrix {
    const matrix = asMatrix(X, { estimator: this.type, allowNaN: this.tags.allowNaN });
    if (this.tags.positiveOnly) this.checkPositive(matrix);
    return matrix;
  }

  /** The checked sample weights, or an error when this estimator cannot use them. */
  protected checkWeights(options: FitOptions, n: number): Float64Array | undefined {
    if (options.sampleWeight !== undefined && options.sampleWeight !== null && !this.tags.sampleWeight) {
      throw new InvalidInputError(
        `${this.type}: sampleWeight was given, but this estimator cannot use weights. Leave it out.`,
        { estimator: this.type, parameter: 'sampleWeight', remedy: 'leave it out' },
      );
    }
    return checkSampleWeight(options.sampleWeight, n, this.type);
  }

  private checkPositive(matrix: Matrix): void {
    const at = matrix.data.findIndex((value) => value < 0);
    if (at < 0) return;
    throw new InvalidInputError(
      `${this.type}: X must not hold negative values. Got ${matrix.data[at]} in row ${Math.floor(at / matrix.columns)}, column ${at % matrix.columns}. Shift or rescale that column.`,
      { estimator: this.type, parameter: 'X', column: at % matrix.columns, remedy: 'shift or rescale' },
    );
  }

  private requireFitted(member: string): Fitted<M> {
    if (!this.#fitted) throw new NotFittedError(this.type, member);
    return this.#fitted;
  }
}

function showParam(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'function') return value.name || 'function';
  if (Array.isArray(value)) return `[${value.map(showParam).join(', ')}]`;
  return String(value);
}
