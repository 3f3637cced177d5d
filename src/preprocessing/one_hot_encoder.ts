import type { ColumnSet } from '../core/columns.js';
import { describe, InvalidParameterError } from '../core/errors.js';
import { inputError, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { custom, declare, oneOf, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { tags } from '../core/tags.js';
import { DataWarning, warn } from '../core/warnings.js';
import { checkTransformed } from './affine.js';
import { type Categories, categoriesParam, encodeColumn, indexOf, unknownCategory } from './categories.js';
import { type Cell, DataTransformerBase } from './data_transformer.js';
import {
  type EncodedColumn,
  groupCount,
  infrequentCategoriesOf,
  infrequentGroup,
  learnColumns,
} from './encoded_columns.js';
import { INFREQUENT, maxCategoriesParam, minFrequencyParam } from './infrequent.js';

/** Makes the name of an output column. */
export type FeatureNameCombiner = (column: string, category: Cell) => string;

const declaration = declare('OneHotEncoder', {
  categories: categoriesParam(),
  drop: custom<null | 'first' | 'if_binary' | readonly (Cell | boolean)[]>(null, {
    doc: 'Which column to leave out: none, each first one, that of columns with two categories, or one category per column.',
    expected: "null, 'first', 'if_binary' or a list with one category per column",
    accepts: (value) => value === null || value === 'first' || value === 'if_binary' || Array.isArray(value),
    invalid: ['last', 3],
  }),
  handleUnknown: oneOf(['error', 'ignore', 'infrequent_if_exist', 'warn'], 'error', {
    doc: "New categories: refuse, all zeros, the rare ones' column if there is one, or that with a warning.",
  }),
  minFrequency: minFrequencyParam(),
  maxCategories: maxCategoriesParam(),
  featureNameCombiner: custom<'concat' | FeatureNameCombiner>('concat', {
    doc: "How column and category make an output name: 'concat' joins them with an underscore.",
    expected: "'concat' or a function of the column's name and the category",
    accepts: (value) => value === 'concat' || typeof value === 'function',
    invalid: ['join', 3, null],
  }),
});

interface OneHotEncoderModel {
  readonly columns: readonly EncodedColumn[];
  /** The group of each column that is left out, or -1. */
  readonly dropped: Int32Array;
  /** First output column of each column, and their number at the end. */
  readonly offsets: Int32Array;
}

/**
 * Turns each column of categories (text or numbers) into one column of 0 and 1 per category. A missing cell is a
 * category of its own. Booleans count as 0 and 1. The result is dense: n x (number of categories). Fit and
 * transform are O(n d + n k). Reference: scikit-learn OneHotEncoder.
 *
 * @example
 * ```ts
 * const encoder = new OneHotEncoder();
 * const X = await encoder.fitTransform({ band: ['near', 'far', 'near'] });
 * X.to2DArray(); // [[0, 1], [1, 0], [0, 1]]
 * encoder.getFeatureNamesOut(); // ['band_far', 'band_near']
 * ```
 */
export class OneHotEncoder extends DataTransformerBase<typeof declaration, OneHotEncoderModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { text: true, allowNaN: true, imputes: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(data: ColumnSet, run: Run): Promise<OneHotEncoderModel> {
    await run.step(0, 1, 'pass');
    const { categories, handleUnknown, minFrequency, maxCategories } = this.params;
    const columns = learnColumns(data, {
      estimator: this.type,
      categories,
      refuseUnknown: handleUnknown === 'error',
      minFrequency,
      maxCategories,
      missingApart: false,
    });
    const dropped = this.droppedGroups(columns);
    const offsets = new Int32Array(columns.length + 1);
    columns.forEach((column, j) => {
      offsets[j + 1] = offsets[j] + groupCount(column) - (dropped[j] >= 0 ? 1 : 0);
    });
    return { columns, dropped, offsets };
  }

  private droppedGroups(columns: readonly EncodedColumn[]): Int32Array {
    const { drop } = this.params;
    if (drop === null) return new Int32Array(columns.length).fill(-1);
    if (drop === 'first') return new Int32Array(columns.length);
    if (drop === 'if_binary')
      return Int32Array.from(columns, (column) => (groupCount(column) === 2 ? 0 : -1));
    if (drop.length !== columns.length) {
      throw this.badDrop(`must hold one category for each of the ${columns.length} columns`, drop);
    }
    return Int32Array.from(columns, ({ categories, groups, infrequent }, j) => {
      const cell = drop[j];
      const [at] = encodeColumn(
        [typeof cell === 'boolean' ? Number(cell) : cell] as Float64Array | string[],
        indexOf(categories),
      );
      if (at < 0) throw this.badDrop(`names no category of column ${j}`, cell);
      if (infrequent.includes(at)) throw this.badDrop(`names a rare category of column ${j}`, cell);
      return groups[at];
    });
  }

  private badDrop(what: string, received: unknown): InvalidParameterError {
    return new InvalidParameterError(
      `${this.type}: parameter 'drop' ${what}. Got ${describe(received)}. Mend the list.`,
      { estimator: this.type, parameter: 'drop', received: describe(received) },
    );
  }

  protected async transformColumns(data: ColumnSet, model: OneHotEncoderModel, run: Run): Promise<Matrix> {
    const { columns, dropped, offsets } = model;
    const { handleUnknown, drop } = this.params;
    const width = offsets[columns.length];
    const result = Matrix.zeros(data.rows, width);
    const withUnknown: number[] = [];
    for (let j = 0; j < columns.length; j++) {
      await run.breathe();
      const { categories, groups } = columns[j];
      const codes = encodeColumn(data.columns[j], indexOf(categories));
      if (codes.includes(-1)) {
        if (handleUnknown === 'error') {
          const name = data.names?.[j] ?? j;
          throw unknownCategory(this.type, 'transform', data.columns[j], codes, name, categories);
        }
        withUnknown.push(j);
      }
      const unknownGroup = handleUnknown === 'ignore' ? -1 : infrequentGroup(columns[j]);
      markGroups(result.data, width, offsets[j], codes, groups, unknownGroup, dropped[j]);
    }
    if (withUnknown.length > 0 && (handleUnknown === 'warn' || drop !== null)) {
      const fate =
        handleUnknown === 'ignore' ? 'zeros' : 'the rare categories, or zeros where there are none';
      const where = withUnknown.map((j) => describe(data.names?.[j] ?? j)).join(', ');
      warn(new DataWarning(`Unknown categories in column(s) ${where} are encoded as ${fate}.`, this.type));
    }
    return result;
  }

  /**
   * The categories that rows of 0 and 1 stand for, as rows. Zeros throughout stand for the dropped category if
   * there is one, and else for an unknown one, which becomes null; rare categories become 'infrequent_sklearn'.
   * @throws InvalidInputError for zeros throughout that cannot come from `transform`.
   */
  async inverseTransform(X: MatrixLike): Promise<Cell[][]> {
    const { columns, dropped, offsets } = this.learned('inverseTransform');
    const matrix = checkTransformed(X, offsets[columns.length], this.type, false);
    const names = columns.map(groupCells);
    const rows: Cell[][] = [];
    for (let i = 0; i < matrix.rows; i++) {
      const row = matrix.row(i);
      rows.push(
        columns.map((_, j) => {
          const at = strongest(row, offsets[j], offsets[j + 1]);
          if (at >= 0) return names[j][dropped[j] >= 0 && at >= dropped[j] ? at + 1 : at];
          if (dropped[j] >= 0) return names[j][dropped[j]];
          if (this.params.handleUnknown !== 'error') return null;
          throw inputError(
            this.type,
            'X',
            `is all zeros for column ${j} in row ${i}`,
            'no category',
            'Mark one category.',
          );
        }),
      );
    }
    return rows;
  }

  protected override featureNamesOut(input: readonly string[], model: OneHotEncoderModel): string[] {
    const { featureNameCombiner: combine } = this.params;
    return model.columns.flatMap((column, j) =>
      groupCells(column)
        .filter((_, group) => group !== model.dropped[j])
        .map((cell) => (combine === 'concat' ? `${input[j]}_${cell}` : combine(input[j], cell))),
    );
  }

  /** The categories of each column, sorted, a missing one last. */
  get categories(): readonly Categories[] {
    return this.learned('categories').columns.map((column) => column.categories);
  }

  /** Position in `categories` of the category that is left out (null: none) per column; null without `drop`. */
  get dropIdx(): (number | null)[] | null {
    const { columns, dropped } = this.learned('dropIdx');
    if (this.params.drop === null) return null;
    return columns.map(({ groups }, j) => (dropped[j] < 0 ? null : groups.indexOf(dropped[j])));
  }

  /** The rare categories of each column that are taken together; null where there are none. */
  get infrequentCategories(): (Categories | null)[] {
    return infrequentCategoriesOf(this.learned('infrequentCategories').columns);
  }
}

/** Writes the ones of one column. */
function markGroups(
  out: Float64Array,
  width: number,
  offset: number,
  codes: Int32Array,
  groups: Int32Array,
  unknownGroup: number,
  dropped: number,
): void {
  for (let i = 0, row = offset; i < codes.length; i++, row += width) {
    const group = codes[i] < 0 ? unknownGroup : groups[codes[i]];
    if (group < 0 || group === dropped) continue;
    out[row + (dropped >= 0 && group > dropped ? group - 1 : group)] = 1;
  }
}

/** What each group stands for. */
function groupCells(column: EncodedColumn): Cell[] {
  const cells = new Array<Cell>(groupCount(column)).fill(INFREQUENT);
  const rare = infrequentGroup(column);
  column.groups.forEach((group, i) => {
    if (group !== rare) cells[group] = column.categories[i];
  });
  return cells;
}

/** The position (from `from`) of the largest value, or -1 when all are zero. */
function strongest(row: Float64Array, from: number, to: number): number {
  let at = -1;
  let best = 0;
  for (let k = from; k < to; k++) {
    if (row[k] > best) {
      best = row[k];
      at = k - from;
    }
  }
  return at;
}
