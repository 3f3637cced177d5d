import type { ColumnSet } from '../../core/columns.js';
import { NotFittedError } from '../../core/errors.js';
import { asMatrix, checkSameLength, type DataLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import type { RowsOf } from '../../core/take.js';
import { BaseEstimator, type ModelRecord } from '../../estimators/base/index.js';
import { cellsOf, partsOf, type Resampling } from './resampling.js';
import { resolveStrategy, type SamplingKind } from './sampling_strategy.js';
import { readTarget, rowsByClass, type SampledTarget } from './target.js';

/** Resampled data; row i of each part belongs together. */
export interface Resampled<X = DataLike, Y = Target> {
  /** The rows in the form in which X was given. */
  readonly X: RowsOf<X>;
  /** Their classes in the form in which y was given. */
  readonly y: RowsOf<Y>;
  /** The row of X that each row is; for a synthetic row, the one that it was made from. */
  readonly indices: Int32Array;
  /** Their weights, when weights were given: rows keep theirs, synthetic rows interpolate. */
  readonly sampleWeight: Float64Array | undefined;
}

/** Clean data to resample. */
export interface SamplerData<C = Matrix> {
  readonly X: C;
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
  /** Rows of each class. */
  readonly counts: Int32Array;
  /** The rows of each class, in order. */
  readonly rows: readonly Int32Array[];
  /** Per class: rows to add (over) or to keep (under); -1 leaves the class alone. */
  readonly amounts: Int32Array;
  /** One weight per row, when given. */
  readonly sampleWeight: Float64Array | undefined;
}

/** A sampler's model: what was asked of each class, and what came of it. */
export type SamplerModel<M extends ModelRecord> = Partial<M> & {
  readonly classes: readonly Label[];
  readonly amounts: Int32Array;
  readonly sampleIndices?: Int32Array;
};

/**
 * Base of samplers: reads X and y in any form, resolves the strategy, and writes the resampled rows in the form
 * they came in. A subclass writes `resample`.
 */
export abstract class SamplerBase<
  D extends Declaration,
  M extends ModelRecord = object,
  C extends Matrix | ColumnSet = Matrix,
> extends BaseEstimator<D, SamplerModel<M>> {
  /** What is done to the classes that the strategy names. */
  protected abstract readonly kind: SamplingKind;

  /** Decides which rows to take and makes rows; must not touch `this`. */
  protected abstract resample(data: SamplerData<C>, run: Run): Promise<{ rows: Resampling; model: M }>;

  /** X as the sampler works on it: a Matrix unless overridden. */
  protected read(X: DataLike): C {
    return asMatrix(X, { estimator: this.type, allowNaN: this.tags.allowNaN }) as C;
  }

  override get tags(): Tags {
    return tags('sampler', { sampleWeight: true });
  }

  /**
   * Checks X (n x d), y (n labels) and what the strategy asks of each class; resamples nothing. Resolves to the
   * sampler itself. Use `fitResample` to resample.
   * @throws InvalidInputError or InvalidParameterError, as `fitResample`.
   */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const { data } = this.checkData(X, y as Target, options);
    await run.step(0, 1, 'check');
    const { classes, amounts } = data;
    return this.setFitted({ ...infoOf(data.X), model: { classes, amounts } as SamplerModel<M> });
  }

  /**
   * Resamples X (n x d) and y (n labels, or an indicator matrix with a single 1 in each row). X and y come back
   * in the form they were given in, with `indices` of the rows they are or were made from.
   * @throws InvalidInputError for unusable data; InvalidParameterError for a strategy that cannot be met;
   * AbortError when `signal` fires.
   */
  async fitResample<X extends DataLike, Y extends Target>(
    X: X,
    y: Y,
    options: FitOptions = {},
  ): Promise<Resampled<X, Y>> {
    const run = new Run(this.type, options);
    const { data, target } = this.checkData(X, y, options);
    await run.step(0, 1, 'check');
    const { rows, model } = await this.resample(data, run);
    const { indices, codes, sampleWeight } = partsOf(rows, data.codes, data.sampleWeight);
    const result = {
      X: cellsOf(X, data.X, rows) as RowsOf<X>,
      y: target.rebuild(codes, rows.order === undefined) as RowsOf<Y>,
      indices,
      sampleWeight,
    };
    const { classes, amounts } = data;
    const whole = { ...model, classes, amounts, sampleIndices: indices } as SamplerModel<M>;
    this.setFitted({ ...infoOf(data.X), model: whole });
    return result;
  }

  /**
   * What was asked of the classes: rows to add (over-sampling) or to keep (under-sampling); classes that are left
   * alone are absent.
   */
  get samplingStrategy(): ReadonlyMap<Label, number> {
    const { classes, amounts } = this.learned('samplingStrategy');
    const targeted = classes.map((label, c) => [label, amounts[c]] as const);
    return new Map(targeted.filter(([, amount]) => amount >= 0));
  }

  /** The row of X that each resampled row is or was made from, after `fitResample`. */
  get sampleIndices(): Int32Array {
    const { sampleIndices } = this.learned('sampleIndices');
    if (!sampleIndices) throw new NotFittedError(this.type, 'sampleIndices');
    return sampleIndices;
  }

  private checkData(
    X: DataLike,
    y: Target,
    options: FitOptions,
  ): { data: SamplerData<C>; target: SampledTarget } {
    const cells = this.read(X);
    const target = readTarget(y, this.type);
    const { codes, classes, counts } = target;
    checkSameLength(codes.length, cells.rows, this.type, 'y');
    const sampleWeight = this.checkWeights(options, cells.rows);
    const strategy = (this.params as { samplingStrategy?: Parameters<typeof resolveStrategy>[0] })
      .samplingStrategy;
    const amounts = resolveStrategy(strategy ?? 'auto', this.kind, target, this.type);
    const rows = rowsByClass(codes, counts);
    return { data: { X: cells, codes, classes, counts, rows, amounts, sampleWeight }, target };
  }
}

function infoOf(X: Matrix | ColumnSet): { nFeaturesIn: number; featureNamesIn?: readonly string[] } {
  return 'data' in X
    ? { nFeaturesIn: X.columns, featureNamesIn: X.columnNames }
    : { nFeaturesIn: X.columns.length, featureNamesIn: X.names };
}
