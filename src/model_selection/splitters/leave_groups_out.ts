import type { Labels } from '../../core/labels.js';
import { declare, int, type ParamsOf } from '../../core/params.js';
import { combinationCount, combinations } from './combinations.js';
import {
  type Fold,
  foldsOf,
  foldWhere,
  type SplitInput,
  type SplitOptions,
  SplitterBase,
} from './splitter.js';

const leaveOneGroupOut = declare('LeaveOneGroupOut', {});

/**
 * Each group is the test part once. Same rows as scikit-learn LeaveOneGroupOut. O(n groups).
 * @throws InvalidInputError without groups, or with one group only.
 *
 * @example
 * ```ts
 * const groups = ['a', 'a', 'b'];
 * [...new LeaveOneGroupOut().split(groups, undefined, { groups })].map((fold) => [...fold.test]);
 * // [[0, 1], [2]]
 * ```
 */
export class LeaveOneGroupOut extends SplitterBase<typeof leaveOneGroupOut> {
  protected override readonly usesGroups = true;

  constructor() {
    super(leaveOneGroupOut, {});
  }

  /** The number of groups. */
  getNSplits(_X?: unknown, _y?: Labels, { groups }: SplitOptions = {}): number {
    return this.groups(groups).classes.length;
  }

  protected plan({ groups }: SplitInput): () => Iterable<Fold> {
    const { codes, classes } = this.groups(groups);
    if (classes.length < 2) {
      throw this.refuse(`needs at least two groups. Got ${classes.length}. Pass rows of more groups.`);
    }
    return () => foldsOf(codes, classes.length);
  }
}

const leavePGroupsOut = declare('LeavePGroupsOut', {
  nGroups: int(2, { min: 1, doc: 'Groups in the test part.' }),
});

/**
 * Every choice of `nGroups` groups is the test part once. Same rows as scikit-learn LeavePGroupsOut. O(n) a
 * fold.
 * @throws InvalidInputError without groups, or unless there are more than nGroups of them.
 *
 * @example
 * ```ts
 * const groups = [1, 2, 3];
 * [...new LeavePGroupsOut({ nGroups: 2 }).split(groups, undefined, { groups })].map((fold) => [...fold.test]);
 * // [[0, 1], [0, 2], [1, 2]]
 * ```
 */
export class LeavePGroupsOut extends SplitterBase<typeof leavePGroupsOut> {
  protected override readonly usesGroups = true;

  constructor(params: ParamsOf<typeof leavePGroupsOut>) {
    super(leavePGroupsOut, params);
    this.needParam(params, 'nGroups');
  }

  /** The number of groups over nGroups. */
  getNSplits(_X?: unknown, _y?: Labels, { groups }: SplitOptions = {}): number {
    return combinationCount(this.groups(groups).classes.length, this.params.nGroups);
  }

  protected plan({ groups }: SplitInput): () => Iterable<Fold> {
    const { codes, classes } = this.groups(groups);
    const { nGroups } = this.params;
    if (classes.length <= nGroups) {
      throw this.refuse(`needs more than nGroups = ${nGroups} groups. Got ${classes.length}. Lower nGroups.`);
    }
    return () => leaveGroups(codes, classes.length, nGroups);
  }
}

function* leaveGroups(codes: Int32Array, groups: number, p: number): Generator<Fold> {
  for (const chosen of combinations(groups, p)) {
    const inTest = new Uint8Array(groups);
    for (const group of chosen) inTest[group] = 1;
    yield foldWhere(
      codes.map((group) => inTest[group]),
      1,
    );
  }
}
