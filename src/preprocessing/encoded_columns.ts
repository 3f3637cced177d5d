import type { ColumnSet } from '../core/columns.js';
import {
  type Categories,
  type CategoryLists,
  checkListCount,
  countCategories,
  encodeColumn,
  givenCategories,
  indexOf,
  unknownCategory,
} from './categories.js';
import { type Cell, isMissing } from './data_transformer.js';
import { groupsOf, infrequentPositions } from './infrequent.js';

/** What the encoders learn of one column. */
export interface EncodedColumn {
  readonly categories: Categories;
  /** Positions of the rare categories that are taken together. */
  readonly infrequent: Int32Array;
  /** The output group of each category. */
  readonly groups: Int32Array;
}

/** What the encoders are asked for. */
export interface EncodingRules {
  readonly estimator: string;
  readonly categories: 'auto' | CategoryLists;
  readonly refuseUnknown: boolean;
  readonly minFrequency: number | null;
  readonly maxCategories: number | null;
  /** A missing cell is no category that could be rare, and has no group. */
  readonly missingApart: boolean;
}

/** The categories and groups of every column. O(n d + k log k). */
export function learnColumns(data: ColumnSet, rules: EncodingRules): EncodedColumn[] {
  const { estimator, categories, minFrequency, maxCategories } = rules;
  if (categories !== 'auto') checkListCount(categories, data.columns.length, estimator);
  return data.columns.map((column, j) => {
    const found = categories === 'auto' ? countCategories(column) : countGiven(data, j, categories[j], rules);
    const list = found.categories;
    const apart = rules.missingApart && list.length > 0 && isMissing(list[list.length - 1]) ? 1 : 0;
    const counts = found.counts.subarray(0, list.length - apart);
    const infrequent = infrequentPositions(counts, data.rows, minFrequency, maxCategories);
    return { categories: list, infrequent, groups: groupsOf(counts.length, infrequent) };
  });
}

function countGiven(
  data: ColumnSet,
  j: number,
  list: CategoryLists[number],
  { estimator, refuseUnknown }: EncodingRules,
): { categories: Categories; counts: Float64Array } {
  const categories = missingLast(givenCategories(list));
  const codes = encodeColumn(data.columns[j], indexOf(categories));
  if (refuseUnknown && codes.includes(-1)) {
    throw unknownCategory(estimator, 'fit', data.columns[j], codes, data.names?.[j] ?? j, categories);
  }
  const counts = new Float64Array(categories.length);
  for (let i = 0; i < codes.length; i++) if (codes[i] >= 0) counts[codes[i]]++;
  return { categories, counts };
}

function missingLast(categories: Categories): Categories {
  const cells = Array.from(categories as ArrayLike<Cell>);
  const ordered = [...cells.filter((cell) => !isMissing(cell)), ...cells.filter(isMissing)];
  return categories instanceof Float64Array ? Float64Array.from(ordered as number[]) : (ordered as string[]);
}

/** Number of output groups of a column. */
export function groupCount({ groups, infrequent }: EncodedColumn): number {
  return infrequent.length > 0 ? groups.length - infrequent.length + 1 : groups.length;
}

/** The group of the rare categories, or -1 when there is none. */
export function infrequentGroup({ groups, infrequent }: EncodedColumn): number {
  return infrequent.length > 0 ? groups[infrequent[0]] : -1;
}

/** The rare categories of each column; null where there are none. */
export function infrequentCategoriesOf(columns: readonly EncodedColumn[]): (Categories | null)[] {
  return columns.map(({ categories, infrequent }) => {
    if (infrequent.length === 0) return null;
    return categories instanceof Float64Array
      ? Float64Array.from(infrequent, (i) => categories[i])
      : Array.from(infrequent, (i) => categories[i]);
  });
}
