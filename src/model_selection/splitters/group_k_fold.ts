import { bool, declare, int, type ParamsOf } from '../../core/params.js';
import type { RandomState } from '../../core/random.js';
import { KFoldBase } from './k_fold.js';
import { type Fold, foldsOf, partSizes, randomStateParam, type SplitInput } from './splitter.js';

const groupKFold = declare('GroupKFold', {
  nSplits: int(5, { min: 2, doc: 'Number of folds.' }),
  shuffle: bool(false, { doc: 'Deal the groups at random instead of balancing the sizes of the folds.' }),
  randomState: randomStateParam(),
});

/**
 * K folds of whole groups: no group is in both parts, which is what rows of one object, night or patient need.
 * Without `shuffle` groups are dealt, the largest first, to the fold with the fewest rows; with it, folds get
 * nearly equal numbers of groups at random. Same rows as scikit-learn GroupKFold for the same seed. O(n k).
 * @throws InvalidInputError without groups; InvalidParameterError when there are fewer groups than folds.
 *
 * @example
 * ```ts
 * const groups = ['a', 'a', 'b', 'c'];
 * [...new GroupKFold({ nSplits: 2 }).split(groups, undefined, { groups })].map((fold) => [...fold.test]);
 * // [[0, 1], [2, 3]]
 * ```
 */
export class GroupKFold extends KFoldBase<typeof groupKFold> {
  protected override readonly usesGroups = true;

  constructor(params: Partial<ParamsOf<typeof groupKFold>> = {}) {
    super(groupKFold, params);
  }

  protected plan({ n, groups }: SplitInput): () => Iterable<Fold> {
    const { nSplits: k, shuffle } = this.params;
    this.needRows(n, k);
    const { codes, counts } = this.groups(groups);
    if (k > counts.length) {
      throw this.refuseParam('nSplits', `must be at most the number of groups, ${counts.length}`, k);
    }
    return () => {
      const random = shuffle ? this.random() : undefined;
      const foldOfGroup = random ? dealAtRandom(counts.length, k, random) : dealBySize(counts, k);
      return foldsOf(
        codes.map((group) => foldOfGroup[group]),
        k,
      );
    };
  }
}

function dealAtRandom(groups: number, k: number, random: RandomState): Int32Array {
  const order = random.permutation(groups);
  const foldOfGroup = new Int32Array(groups);
  let at = 0;
  partSizes(groups, k).forEach((size, fold) => {
    for (const end = at + size; at < end; at++) foldOfGroup[order[at]] = fold;
  });
  return foldOfGroup;
}

/** The largest group first, each to the fold with the fewest rows; of equal groups the last name first. */
function dealBySize(counts: Int32Array, k: number): Int32Array {
  const bySize = [...counts.keys()].sort((a, b) => counts[b] - counts[a] || b - a);
  const filled = new Int32Array(k);
  const foldOfGroup = new Int32Array(counts.length);
  for (const group of bySize) {
    let lightest = 0;
    for (let fold = 1; fold < k; fold++) if (filled[fold] < filled[lightest]) lightest = fold;
    filled[lightest] += counts[group];
    foldOfGroup[group] = lightest;
  }
  return foldOfGroup;
}
