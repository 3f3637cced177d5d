import type { GrowNode } from './grow_node.js';

/** Sets of columns that may meet in one branch. */
export type InteractionGroups = readonly ReadonlySet<number>[];

/** Draws the columns to look at in a node from those allowed. */
export type ColumnSampler = (allowed: Int32Array) => Int32Array;

/**
 * What may split below a split on `feature`: all columns of the groups that hold it. `order` is the order of
 * columns.
 */
export function childColumns(
  groups: InteractionGroups,
  current: readonly number[],
  feature: number,
  order: Int32Array,
): Pick<GrowNode, 'allowed' | 'groups'> {
  const kept = current.filter((group) => groups[group].has(feature));
  const allowed = order.filter((column) => kept.some((group) => groups[group].has(column)));
  return { allowed, groups: kept };
}
