import type { Labels } from '../../core/labels.js';
import { bool, declare, int, type ParamsOf, seed } from '../../core/params.js';
import { RandomState, type RandomStateLike } from '../../core/random.js';
import { combinations } from './leave_out.js';
import { codesOf, type Fold, foldOf, type SplitOptions, SplitterBase } from './splitter.js';

const nSplits = int(5, { min: 2, doc: 'Number of folds.' });
const groupKFold = declare('GroupKFold', {
  nSplits,
  shuffle: bool(false, { doc: 'Deal the groups at random instead of balancing the sizes of the folds.' }),
  randomState: seed(),
});

/**
 * K folds of whole groups: no group is in both parts. Groups are dealt, the largest first, to the fold with
 * the fewest rows. Same rows as scikit-learn GroupKFold; groups of equal size are dealt last name first.
 */
export class GroupKFold extends SplitterBase<typeof groupKFold> {
  constructor(params: Partial<ParamsOf<typeof groupKFold>> = {}) {
    super(groupKFold, params);
  }

  getNSplits(): number {
    return this.params.nSplits;
  }

  protected *folds(n: number, _y: Labels | undefined, groups: Labels | undefined): Iterable<Fold> {
    const { codes, counts } = this.codes(groups, 'groups');
    const { nSplits: k, shuffle, randomState } = this.params;
    if (k > counts.length)
      throw this.refuseParam('nSplits', `must be at most the number of groups, ${counts.length}`, k);
    const foldOfGroup = new Int32Array(counts.length);
    if (shuffle) {
      const order = RandomState.from(randomState as RandomStateLike | null).permutation(counts.length);
      let at = 0;
      for (let fold = 0; fold < k; fold++) {
        const size = Math.floor(counts.length / k) + (fold < counts.length % k ? 1 : 0);
        for (let i = 0; i < size; i++) foldOfGroup[order[at++]] = fold;
      }
    } else {
      const bySize = [...counts.keys()].sort((a, b) => counts[a] - counts[b]).reverse();
      const filled = new Int32Array(k);
      for (const group of bySize) {
        const lightest = filled.indexOf(Math.min(...filled));
        filled[lightest] += counts[group];
        foldOfGroup[group] = lightest;
      }
    }
    for (let fold = 0; fold < k; fold++) yield foldOf(n, (row) => foldOfGroup[codes[row]] === fold);
  }
}

const stratifiedGroupKFold = declare('StratifiedGroupKFold', {
  nSplits,
  shuffle: bool(false, { doc: 'Deal groups of equal spread in random order.' }),
  randomState: seed(),
});

/**
 * K folds of whole groups with class shares as even as the groups allow, dealt greedily. Same rows as
 * scikit-learn StratifiedGroupKFold without shuffling; with it, the groups themselves are shuffled.
 */
export class StratifiedGroupKFold extends SplitterBase<typeof stratifiedGroupKFold> {
  constructor(params: Partial<ParamsOf<typeof stratifiedGroupKFold>> = {}) {
    super(stratifiedGroupKFold, params);
  }

  getNSplits(): number {
    return this.params.nSplits;
  }

  protected *folds(n: number, y: Labels | undefined, groups: Labels | undefined): Iterable<Fold> {
    const target = this.codes(y, 'y');
    const group = this.codes(groups, 'groups');
    const { nSplits: k, shuffle, randomState } = this.params;
    if (target.counts.every((count) => count < k)) {
      throw this.refuseParam(
        'nSplits',
        `must be at most the number of rows of some class, ${Math.max(...target.counts)}`,
        k,
      );
    }
    const classes = target.counts.length;
    const perGroup = Array.from({ length: group.counts.length }, () => new Float64Array(classes));
    for (let i = 0; i < n; i++) perGroup[group.codes[i]][target.codes[i]]++;
    let order = [...perGroup.keys()];
    if (shuffle) order = RandomState.from(randomState as RandomStateLike | null).shuffle(order);
    const spread = perGroup.map(deviation);
    order.sort((a, b) => spread[b] - spread[a]);
    const perFold = Array.from({ length: k }, () => new Float64Array(classes));
    const foldOfGroup = new Int32Array(perGroup.length);
    for (const g of order) {
      const best = bestFold(perFold, perGroup[g], target.counts);
      foldOfGroup[g] = best;
      for (let c = 0; c < classes; c++) perFold[best][c] += perGroup[g][c];
    }
    for (let fold = 0; fold < k; fold++) yield foldOf(n, (row) => foldOfGroup[group.codes[row]] === fold);
  }
}

/** The fold whose taking the group leaves the class shares of the folds most even. */
function bestFold(perFold: readonly Float64Array[], counts: Float64Array, totals: Int32Array): number {
  let best = 0;
  let bestSpread = Number.POSITIVE_INFINITY;
  let bestRows = Number.POSITIVE_INFINITY;
  perFold.forEach((fold, i) => {
    let spread = 0;
    for (let c = 0; c < totals.length; c++) {
      const shares = Float64Array.from(
        perFold,
        (other, j) => (other[c] + (i === j ? counts[c] : 0)) / totals[c],
      );
      spread += deviation(shares) / totals.length;
    }
    const rows = fold.reduce((sum, count) => sum + count, 0);
    const equal = Math.abs(spread - bestSpread) <= 1e-8 + 1e-5 * Math.abs(bestSpread);
    if (spread < bestSpread || (equal && rows < bestRows)) {
      best = i;
      bestSpread = spread;
      bestRows = rows;
    }
  });
  return best;
}

function deviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const leaveOneGroupOut = declare('LeaveOneGroupOut', {});

/** Each group is the test part once. Same rows as scikit-learn LeaveOneGroupOut. */
export class LeaveOneGroupOut extends SplitterBase<typeof leaveOneGroupOut> {
  constructor() {
    super(leaveOneGroupOut, {});
  }

  getNSplits(_X?: unknown, _y?: Labels, { groups }: SplitOptions = {}): number {
    return this.codes(groups, 'groups').classes.length;
  }

  protected *folds(n: number, _y: Labels | undefined, groups: Labels | undefined): Iterable<Fold> {
    const { codes, classes } = this.codes(groups, 'groups');
    if (classes.length < 2) throw this.refuse(`needs at least two groups. Got ${classes.length}.`);
    for (let g = 0; g < classes.length; g++) yield foldOf(n, (row) => codes[row] === g);
  }
}

const leavePGroupsOut = declare('LeavePGroupsOut', {
  nGroups: int(2, { min: 1, doc: 'Groups in the test part.' }),
});

/** Every choice of p groups is the test part once. Same rows as scikit-learn LeavePGroupsOut. */
export class LeavePGroupsOut extends SplitterBase<typeof leavePGroupsOut> {
  constructor(params: Partial<ParamsOf<typeof leavePGroupsOut>> = {}) {
    super(leavePGroupsOut, params);
  }

  getNSplits(_X?: unknown, _y?: Labels, { groups }: SplitOptions = {}): number {
    return [...combinations(codesOf(groups ?? []).classes.length, this.params.nGroups)].length;
  }

  protected *folds(n: number, _y: Labels | undefined, groups: Labels | undefined): Iterable<Fold> {
    const { codes, classes } = this.codes(groups, 'groups');
    if (classes.length <= this.params.nGroups) {
      throw this.refuse(`needs more than nGroups = ${this.params.nGroups} groups. Got ${classes.length}.`);
    }
    for (const chosen of combinations(classes.length, this.params.nGroups)) {
      yield foldOf(n, (row) => chosen.includes(codes[row]));
    }
  }
}
