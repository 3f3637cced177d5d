import { custom, int, nullable, type ParamSpec } from '../core/params.js';

/** The `minFrequency` parameter. */
export function minFrequencyParam(): ParamSpec<number | null> {
  return custom<number | null>(null, {
    doc: 'Rarer categories are taken together: fewer rows than this, or, below 1, a smaller share of the rows.',
    expected: 'an integer >= 1, a share between 0 and 1 (both excluded), or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value))),
    invalid: [0, -1, 1.5, 'rare', Number.NaN],
  });
}

/** The `maxCategories` parameter. */
export function maxCategoriesParam(): ParamSpec<number | null> {
  return nullable(
    int(1, {
      min: 1,
      doc: 'Most output categories of a column, the one of rare categories included; null for no limit.',
    }),
  );
}

/**
 * Positions of the categories that are taken together as rare: those below `minFrequency`, and as many of the
 * rarest (the earlier ones of equals) as exceed `maxCategories`. O(k log k).
 */
export function infrequentPositions(
  counts: Float64Array,
  rows: number,
  minFrequency: number | null,
  maxCategories: number | null,
): Int32Array {
  const bound = minFrequency === null ? 0 : minFrequency < 1 ? minFrequency * rows : minFrequency;
  const rare = Array.from(counts, (count) => count < bound);
  const rareCount = rare.filter(Boolean).length;
  // As in scikit-learn, room for a rare category is kept even where none is rare so far.
  const groups = counts.length - rareCount + 1;
  if (maxCategories !== null && maxCategories < groups) {
    const byCount = Array.from(counts.keys()).sort((a, b) => counts[a] - counts[b]);
    for (const i of byCount.slice(0, counts.length - (maxCategories - 1))) rare[i] = true;
  }
  return Int32Array.from(counts.keys()).filter((i) => rare[i]);
}

/**
 * The output group of each category: frequent ones keep their order, rare ones share the group after them.
 */
export function groupsOf(size: number, infrequent: Int32Array): Int32Array {
  const rare = new Set(infrequent);
  let next = 0;
  const groups = Int32Array.from({ length: size }, (_, i) => (rare.has(i) ? -1 : next++));
  return groups.map((group) => (group < 0 ? next : group));
}

/** The name that stands for rare categories, as scikit-learn spells it. */
export const INFREQUENT = 'infrequent_sklearn';
