/** A split of a node: what goes left and what that brings. */
export interface NodeSplit {
  readonly gain: number;
  readonly feature: number;
  /** The last bin that goes left (numbers). */
  readonly bin: number;
  /** Where missing values go. */
  missingLeft: boolean;
  /** Bits of the bins that go left (categories). */
  readonly set: Uint32Array | undefined;
  readonly gradientLeft: number;
  readonly hessianLeft: number;
  readonly countLeft: number;
}

/** A node while its tree grows: a stretch of the row order with its sums. */
export interface GrowNode {
  readonly depth: number;
  readonly start: number;
  readonly count: number;
  readonly gradient: number;
  readonly hessian: number;
  /** The value before shrinkage, and for leaves afterwards the value that is added. */
  value: number;
  /** Bounds that monotonic constraints put on the values of its children. */
  lower: number;
  upper: number;
  /** Address of its histogram, -1 for none. */
  histogram: number;
  split: NodeSplit | undefined;
  left: GrowNode | undefined;
  right: GrowNode | undefined;
  /** Columns that interaction constraints allow below, and the groups these come from. */
  allowed: Int32Array;
  groups: readonly number[] | undefined;
  leaf: boolean;
}

/** A node that is not split yet. */
export function growNode(
  given: Pick<
    GrowNode,
    'depth' | 'start' | 'count' | 'gradient' | 'hessian' | 'value' | 'allowed' | 'groups'
  >,
): GrowNode {
  return {
    depth: given.depth,
    start: given.start,
    count: given.count,
    gradient: given.gradient,
    hessian: given.hessian,
    value: given.value,
    lower: Number.NEGATIVE_INFINITY,
    upper: Number.POSITIVE_INFINITY,
    histogram: -1,
    split: undefined,
    left: undefined,
    right: undefined,
    allowed: given.allowed,
    groups: given.groups,
    leaf: false,
  };
}
