import type { ColumnSet } from '../core/columns.js';
import { describe, InvalidParameterError } from '../core/errors.js';
import { inputError, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { custom, declare, oneOf, type ParamsOf } from '../core/params.js';
import type { Run } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { checkTransformed } from './affine.js';
import { type Categories, categoriesParam, encodeColumn, indexOf, unknownCategory } from './categories.js';
import { type Cell, DataTransformerBase, isMissing } from './data_transformer.js';
import {
  type EncodedColumn,
  groupCount,
  infrequentCategoriesOf,
  infrequentGroup,
  learnColumns,
} from './encoded_columns.js';
import { INFREQUENT, maxCategoriesParam, minFrequencyParam } from './infrequent.js';

const isCode = (value: unknown): boolean => Number.isSafeInteger(value) || Number.isNaN(value);

const declaration = declare('OrdinalEncoder', {
  categories: categoriesParam(),
  handleUnknown: oneOf(['error', 'use_encoded_value'], 'error', {
    doc: 'New categories: refuse, or encode as unknownValue.',
  }),
  unknownValue: custom<number | null>(null, {
    doc: "The code of new categories, for handleUnknown 'use_encoded_value'.",
    expected: 'an integer, NaN, or null',
    accepts: (value) => value === null || isCode(value),
    invalid: [1.5, 'unknown', {}],
  }),
  encodedMissingValue: custom<number>(Number.NaN, {
    doc: 'The code of missing cells.',
    expected: 'an integer or NaN',
    accepts: isCode,
    invalid: [1.5, 'missing', {}, null],
  }),
  minFrequency: minFrequencyParam(),
  maxCategories: maxCategoriesParam(),
});

interface OrdinalEncoderModel {
  readonly columns: readonly EncodedColumn[];
}

/**
 * Turns each column of categories (text or numbers) into the numbers 0, 1, ... of their order: what trees and
 * CategoricalNB take. Missing cells become `encodedMissingValue`. Fit and transform are O(n d). Reference:
 * scikit-learn OrdinalEncoder.
 *
 * @example
 * ```ts
 * const encoder = new OrdinalEncoder();
 * const X = await encoder.fitTransform([['b', 3], ['a', 7], [null, 3]]);
 * X.to2DArray(); // [[1, 0], [0, 1], [NaN, 0]]
 * ```
 */
export class OrdinalEncoder extends DataTransformerBase<typeof declaration, OrdinalEncoderModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { handleUnknown, unknownValue } = this.params;
    if ((handleUnknown === 'error') !== (unknownValue === null)) {
      throw this.refuse(
        'unknownValue',
        "goes together with handleUnknown 'use_encoded_value'",
        unknownValue,
        'Set both or neither.',
      );
    }
  }

  override get tags(): Tags {
    const imputes = !Number.isNaN(this.params.encodedMissingValue);
    return tags('transformer', { text: true, allowNaN: true, imputes });
  }

  protected async train(data: ColumnSet, run: Run): Promise<OrdinalEncoderModel> {
    await run.step(0, 1, 'pass');
    const { categories, handleUnknown, unknownValue, encodedMissingValue } = this.params;
    const { minFrequency, maxCategories } = this.params;
    const columns = learnColumns(data, {
      estimator: this.type,
      categories,
      refuseUnknown: handleUnknown === 'error',
      minFrequency,
      maxCategories,
      missingApart: true,
    });
    columns.forEach((column, j) => {
      const used = (code: number | null): boolean => code !== null && code >= 0 && code < groupCount(column);
      if (used(unknownValue)) {
        throw this.refuse(
          'unknownValue',
          `is the code of a category of column ${j}`,
          unknownValue,
          'Use -1.',
        );
      }
      if (hasMissing(column) && used(encodedMissingValue)) {
        const what = `is the code of a category of column ${j}`;
        throw this.refuse('encodedMissingValue', what, encodedMissingValue, 'Use -1 or NaN.');
      }
    });
    return { columns };
  }

  private refuse(parameter: string, what: string, value: unknown, remedy: string): InvalidParameterError {
    return new InvalidParameterError(
      `OrdinalEncoder: parameter '${parameter}' ${what}. Got ${describe(value)}. ${remedy}`,
      { estimator: 'OrdinalEncoder', parameter, received: describe(value), remedy },
    );
  }

  protected async transformColumns(data: ColumnSet, model: OrdinalEncoderModel, run: Run): Promise<Matrix> {
    const { handleUnknown, encodedMissingValue } = this.params;
    const unknownValue = this.params.unknownValue ?? Number.NaN;
    const d = model.columns.length;
    const result = Matrix.zeros(data.rows, d);
    for (let j = 0; j < d; j++) {
      await run.breathe();
      const { categories, groups } = model.columns[j];
      const codes = encodeColumn(data.columns[j], indexOf(categories));
      if (handleUnknown === 'error' && codes.includes(-1)) {
        const name = data.names?.[j] ?? j;
        throw unknownCategory(this.type, 'transform', data.columns[j], codes, name, categories);
      }
      for (let i = 0, at = j; i < codes.length; i++, at += d) {
        const code = codes[i];
        // A missing category stands after all that have a group.
        result.data[at] = code < 0 ? unknownValue : code < groups.length ? groups[code] : encodedMissingValue;
      }
    }
    return result;
  }

  /**
   * The categories that codes stand for, as rows. Unknown ones become null, rare ones 'infrequent_sklearn'.
   * @throws InvalidInputError for a number that is no code of its column.
   */
  async inverseTransform(X: MatrixLike): Promise<Cell[][]> {
    const { columns } = this.learned('inverseTransform');
    const { unknownValue, encodedMissingValue } = this.params;
    const matrix = checkTransformed(X, columns.length, this.type, true);
    return matrix.to2DArray().map((row, i) =>
      row.map((code, j) => {
        const column = columns[j];
        if (hasMissing(column) && same(code, encodedMissingValue)) return lastOf(column.categories);
        if (unknownValue !== null && same(code, unknownValue)) return null;
        const at = column.groups.indexOf(code);
        if (at < 0) {
          throw inputError(
            this.type,
            'X',
            `must hold codes, but row ${i}, column ${j} does not`,
            describe(code),
            `Codes of that column are 0 to ${groupCount(column) - 1}.`,
          );
        }
        return code === infrequentGroup(column) ? INFREQUENT : column.categories[at];
      }),
    );
  }

  /** The categories of each column, sorted, a missing one last. */
  get categories(): readonly Categories[] {
    return this.learned('categories').columns.map((column) => column.categories);
  }

  /** The rare categories of each column that are taken together; null where there are none. */
  get infrequentCategories(): (Categories | null)[] {
    return infrequentCategoriesOf(this.learned('infrequentCategories').columns);
  }
}

function hasMissing({ categories }: EncodedColumn): boolean {
  return categories.length > 0 && isMissing(lastOf(categories));
}

function lastOf(categories: Categories): Cell {
  return categories[categories.length - 1];
}

function same(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}
