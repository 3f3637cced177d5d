import type { ColumnSet } from '../core/columns.js';
import { describe, InvalidInputError } from '../core/errors.js';
import { type DataLike, inputError, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, custom, declare, type ParamsOf } from '../core/params.js';
import type { MethodName, Target } from '../core/protocol.js';
import type { FitOptions, Run, RunOptions } from '../core/run.js';
import { Table } from '../core/table.js';
import { type Tags, tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { checkTransformed } from '../preprocessing/affine.js';
import { type Cell, type Column, DataTransformerBase, isMissing } from '../preprocessing/data_transformer.js';
import { missingCells, missingValuesParam } from './missing.js';
import { MissingIndicator } from './missing_indicator.js';
import { meanOf, medianOf, mostFrequent, observed } from './statistics.js';

/** Computes a column's filling from its observed numbers. */
export type ImputeFunction = (values: Float64Array) => number;

const STRATEGIES = ['mean', 'median', 'most_frequent', 'constant'];

const declaration = declare('SimpleImputer', {
  missingValues: missingValuesParam(),
  strategy: custom<'mean' | 'median' | 'most_frequent' | 'constant' | ImputeFunction>('mean', {
    doc: "What fills a column: its mean, median or most frequent cell, fillValue ('constant'), or a function of its observed numbers.",
    expected: `one of ${STRATEGIES.map((name) => `'${name}'`).join(', ')}, or a function of a Float64Array`,
    accepts: (value) => STRATEGIES.includes(value as string) || typeof value === 'function',
    invalid: ['average', 3, null],
  }),
  fillValue: custom<string | number | null>(null, {
    doc: "The filling for strategy 'constant'; null means 0 for numbers and 'missing_value' for text.",
    expected: 'a number, a string or null',
    accepts: (value) => value === null || typeof value === 'string' || typeof value === 'number',
    invalid: [{}, [1], true],
  }),
  addIndicator: bool(false, {
    doc: 'Append columns that mark the cells that were missing (MissingIndicator).',
  }),
  keepEmptyFeatures: bool(false, {
    doc: 'Keep columns without any observed cell, filled with 0 or fillValue, instead of dropping them.',
  }),
});

interface SimpleImputerModel {
  /** The filling of each column; NaN or null for a column that is dropped. */
  readonly statistics: readonly Cell[];
  /** Whether each column is text. */
  readonly text: readonly boolean[];
  readonly indicator: MissingIndicator | null;
}

/**
 * Fills missing cells with one value per column. Numbers give a Matrix; data with text columns give a Table, to be
 * encoded next. Mean and median need numbers. Fit is O(n d), with medians O(d n log n); transform O(n d).
 * Reference: scikit-learn SimpleImputer.
 *
 * @example
 * ```ts
 * const imputer = new SimpleImputer();
 * const X = await imputer.fitTransform([[1, NaN], [NaN, 4], [3, 8]]);
 * X.to2DArray(); // [[1, 6], [2, 4], [3, 8]]
 * const names = new SimpleImputer({ strategy: 'most_frequent' });
 * await names.fitTransform({ band: ['near', null, 'near'] }); // a Table
 * ```
 */
export class SimpleImputer extends DataTransformerBase<
  typeof declaration,
  SimpleImputerModel,
  Matrix | Table
> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    const allowNaN = isMissing(this.params.missingValues);
    return tags('transformer', { text: true, allowNaN, imputes: allowNaN });
  }

  /** `inverseTransform` needs the marks of `addIndicator`; the other methods are always there. */
  supports(method: MethodName): boolean {
    return method !== 'inverseTransform' || this.params.addIndicator;
  }

  /** Fills the missing cells of X: a Matrix of numbers, or a Table where there are text columns. */
  override transform(X: MatrixLike, options?: RunOptions): Promise<Matrix>;
  override transform(X: DataLike, options?: RunOptions): Promise<Matrix | Table>;
  override async transform(X: DataLike, options: RunOptions = {}): Promise<Matrix | Table> {
    return super.transform(X, options);
  }

  /** `fit` and then `transform` of the same rows. */
  override fitTransform(X: MatrixLike, y?: Target, options?: FitOptions): Promise<Matrix>;
  override fitTransform(X: DataLike, y?: Target, options?: FitOptions): Promise<Matrix | Table>;
  override async fitTransform(X: DataLike, y?: Target, options: FitOptions = {}): Promise<Matrix | Table> {
    return super.fitTransform(X, y, options);
  }

  protected async train(data: ColumnSet, run: Run): Promise<SimpleImputerModel> {
    const { missingValues, addIndicator, strategy } = this.params;
    const statistics: Cell[] = [];
    const dropped: (string | number)[] = [];
    for (const [j, column] of data.columns.entries()) {
      await run.step(j, data.columns.length, 'column');
      const values = observed(column, missingCells(column, missingValues));
      const filling = this.fillingOf(column, values, data.names?.[j] ?? j);
      if (isMissing(filling) && values.length === 0) dropped.push(data.names?.[j] ?? j);
      statistics.push(filling);
    }
    if (dropped.length > 0) {
      warn(
        new DataWarning(
          `Column(s) ${dropped.map(describe).join(', ')} hold no observed cell and are dropped; strategy ${describe(strategy)} needs one. Set keepEmptyFeatures: true to keep them.`,
          this.type,
        ),
      );
    }
    const indicator = addIndicator
      ? await new MissingIndicator({ missingValues, errorOnNew: false }).fit(asData(data, data.names))
      : null;
    const text = data.columns.map((column) => !(column instanceof Float64Array));
    return { statistics, text, indicator };
  }

  private fillingOf(column: Column, values: Float64Array | Cell[], name: string | number): Cell {
    const { strategy, fillValue, keepEmptyFeatures } = this.params;
    const numeric = column instanceof Float64Array;
    const empty = values.length === 0;
    if (empty && !keepEmptyFeatures) return numeric ? Number.NaN : null;
    if (strategy === 'constant') {
      const filling = fillValue ?? (numeric ? 0 : 'missing_value');
      // A column without cells has no kind of its own: text data can fill it too, but only numbers fit its place.
      if (numeric === (typeof filling === 'number')) return filling;
      throw this.wrongKind(
        name,
        `be filled with ${numeric ? 'a number' : 'text'}`,
        filling,
        'Change fillValue.',
      );
    }
    if (empty) return numeric ? 0 : 'missing_value';
    if (strategy === 'most_frequent') return mostFrequent(values);
    if (!(values instanceof Float64Array)) {
      const what = `be numbers for strategy ${describe(strategy)}`;
      throw this.wrongKind(name, what, values[0], "Use 'most_frequent' or 'constant'.");
    }
    if (strategy === 'mean') return meanOf(values);
    return strategy === 'median' ? medianOf(values) : strategy(values);
  }

  private wrongKind(name: string | number, what: string, received: Cell, remedy: string): InvalidInputError {
    return inputError(this.type, 'X', `must in column ${describe(name)} ${what}`, describe(received), remedy);
  }

  protected async transformColumns(data: ColumnSet, model: SimpleImputerModel): Promise<Matrix | Table> {
    const kept = keptColumns(model);
    const filled = kept.map((j) => {
      const column = data.columns[j];
      const numeric = column instanceof Float64Array;
      const missing = missingCells(column, this.params.missingValues);
      // A text column whose cells are all missing arrives as numbers.
      if (numeric === model.text[j] && missing.includes(0)) {
        const what = `be ${model.text[j] ? 'text' : 'numbers'}, as in fit`;
        throw this.wrongKind(data.names?.[j] ?? j, what, column[missing.indexOf(0)], 'Pass the same kind.');
      }
      return fill(column, missing, model.statistics[j], model.text[j]);
    });
    const marks = await model.indicator?.transform(asData(data, this.featureNamesIn));
    if (marks) for (let j = 0; j < marks.columns; j++) filled.push(marks.column(j));
    if (filled.every((column) => column instanceof Float64Array)) return interleave(filled, data.rows);
    const names = this.featureNamesOut(data.names ?? this.featureNamesIn ?? this.defaultNames(), model);
    return Table.from(filled.map((column, j) => [names[j], column] as const));
  }

  /**
   * Puts the missing cells back, and with them the dropped columns: needs the marks of `addIndicator`.
   * @throws InvalidInputError without addIndicator, or for text.
   */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const model = this.learned('inverseTransform');
    const { missingValues } = this.params;
    if (!model.indicator || model.text.includes(true)) {
      throw new InvalidInputError(
        `${this.type}: inverseTransform needs addIndicator: true and columns of numbers. Set addIndicator, or keep the original data.`,
        { estimator: this.type, parameter: 'addIndicator', remedy: 'set addIndicator: true' },
      );
    }
    const kept = keptColumns(model);
    const { features } = model.indicator;
    const d = this.nFeaturesIn;
    const matrix = checkTransformed(X, kept.length + features.length, this.type, true);
    const missing = typeof missingValues === 'number' ? missingValues : Number.NaN;
    const result = Matrix.zeros(matrix.rows, d, this.featureNamesIn);
    for (let i = 0; i < matrix.rows; i++) {
      const row = matrix.row(i);
      kept.forEach((j, k) => {
        result.data[i * d + j] = row[k];
      });
      features.forEach((j, k) => {
        if (row[kept.length + k] !== 0) result.data[i * d + j] = missing;
      });
    }
    return result;
  }

  protected override featureNamesOut(input: readonly string[], model: SimpleImputerModel): string[] {
    const marked = Array.from(model.indicator?.features ?? [], (j) => `missingindicator_${input[j]}`);
    return [...keptColumns(model).map((j) => input[j]), ...marked];
  }

  /** What fills each column; NaN or null for a column that is dropped. */
  get statistics(): readonly Cell[] {
    return this.learned('statistics').statistics;
  }

  /** The indicator of `addIndicator`; null without it. */
  get indicator(): MissingIndicator | null {
    return this.learned('indicator').indicator;
  }
}

/** Positions of the columns that come out: those with a filling. */
function keptColumns({ statistics }: SimpleImputerModel): number[] {
  return [...statistics.keys()].filter((j) => !isMissing(statistics[j]));
}

function fill(
  column: Column,
  missing: Uint8Array,
  filling: Cell,
  text: boolean,
): Float64Array | (string | null)[] {
  if (text) return Array.from(missing, (gone, i) => (gone ? filling : column[i]) as string | null);
  const result = (column as Float64Array).slice();
  for (let i = 0; i < result.length; i++) if (missing[i]) result[i] = filling as number;
  return result;
}

function interleave(columns: readonly Float64Array[], rows: number): Matrix {
  const d = columns.length;
  const result = Matrix.zeros(rows, d);
  columns.forEach((column, j) => {
    for (let i = 0, at = j; i < rows; i++, at += d) result.data[at] = column[i];
  });
  return result;
}

/** The columns under the names of fit, which the indicator checks. */
function asData({ columns }: ColumnSet, names: readonly string[] | undefined): Table {
  return Table.from(columns.map((column, j) => [names?.[j] ?? `x${j}`, column] as const));
}
