import { asColumns, type ColumnSet, checkCells } from '../core/columns.js';
import { describe, InvalidInputError } from '../core/errors.js';
import { checkFeatures } from '../core/features.js';
import { checkSameLength, type DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import type { Declaration } from '../core/params.js';
import type { Target } from '../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../core/run.js';
import type { Table } from '../core/table.js';
import { rowCount } from '../core/take.js';
import { BaseEstimator, type ModelRecord } from '../estimators/base/index.js';

/** A cell of data with text: a missing number is NaN, a missing text null. */
export type Cell = string | number | null;

/** The cells of one column. */
export type Column = ColumnSet['columns'][number];

/** Whether a cell is missing. */
export { isMissing } from '../core/columns.js';

/**
 * Base of transformers of columns of numbers or text. A subclass writes `train`, `transformColumns` and, when
 * the columns change, `featureNamesOut`.
 */
export abstract class DataTransformerBase<
  D extends Declaration,
  M extends ModelRecord,
  R extends Matrix | Table = Matrix,
> extends BaseEstimator<D, M> {
  /** Learns from clean data (and y as given, of checked length); must not touch `this`. */
  protected abstract train(data: ColumnSet, run: Run, y: Target | undefined): Promise<M>;

  /** Transforms checked columns; must not change them. */
  protected abstract transformColumns(data: ColumnSet, model: M, run: Run): Promise<R>;

  /** Names of the columns that come out; one to one unless overridden. */
  protected featureNamesOut(input: readonly string[], _model: M): string[] {
    return [...input];
  }

  /**
   * Learns from X: a matrix, rows that mix numbers and text, named columns, or a Table. y is not used. Resolves to
   * the estimator itself.
   * @throws InvalidInputError for ragged or empty data, or columns that mix numbers with text.
   */
  async fit(X: DataLike, y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const data = this.checkData(X);
    if (y !== undefined && y !== null) checkSameLength(rowCount(y, 'y'), data.rows, this.type, 'y');
    this.checkWeights(options, data.rows);
    const model = await this.train(data, run, y ?? undefined);
    return this.setFitted({ nFeaturesIn: data.columns.length, featureNamesIn: data.names, model });
  }

  /** Transforms X, which must have the columns of `fit`. */
  async transform(X: DataLike, options: RunOptions = {}): Promise<R> {
    const model = this.learned('transform');
    const data = this.checkData(X);
    const { nFeaturesIn, featureNamesIn } = this;
    checkFeatures(
      { columns: data.columns.length, columnNames: data.names },
      { nFeaturesIn, featureNamesIn },
      this.type,
    );
    const result = await this.transformColumns(data, model, new Run(this.type, options));
    const names = data.names ?? featureNamesIn;
    const named = names && result instanceof Matrix;
    return named ? (result.withColumnNames(this.featureNamesOut(names, model)) as R) : result;
  }

  /** `fit` and then `transform` of the same rows. */
  async fitTransform(X: DataLike, y?: Target, options: FitOptions = {}): Promise<R> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal, onProgress: options.onProgress });
  }

  /**
   * Names of the columns that `transform` returns. Without `inputFeatures` the names seen in `fit` are used,
   * or x0, x1, ...
   */
  getFeatureNamesOut(inputFeatures?: readonly string[]): string[] {
    const model = this.learned('getFeatureNamesOut');
    const seen = this.featureNamesIn;
    if (
      inputFeatures &&
      (inputFeatures.length !== this.nFeaturesIn || seen?.some((name, j) => name !== inputFeatures[j]))
    ) {
      throw new InvalidInputError(
        `${this.type}: inputFeatures must be the ${this.nFeaturesIn} column names of fit${seen ? ` (${describe(seen)})` : ''}. Got ${describe(inputFeatures)}.`,
        { estimator: this.type, parameter: 'inputFeatures', received: describe(inputFeatures) },
      );
    }
    return this.featureNamesOut(inputFeatures ?? seen ?? this.defaultNames(), model);
  }

  /** x0, x1, ... */
  protected defaultNames(): string[] {
    return Array.from({ length: this.nFeaturesIn }, (_, j) => `x${j}`);
  }

  /** The columns of X, free of infinities and, unless the tags allow them, of missing cells. */
  protected checkData(X: DataLike): ColumnSet {
    const data = asColumns(X, { estimator: this.type });
    checkCells(data, { estimator: this.type, allowNaN: this.tags.allowNaN });
    return data;
  }
}
