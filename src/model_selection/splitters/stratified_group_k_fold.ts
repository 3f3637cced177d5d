import { bool, declare, int, type ParamsOf } from '../../core/params.js';
import type { RandomState } from '../../core/random.js';
import type { Codes } from './codes.js';
import { KFoldBase } from './k_fold.js';
import { deviation, pairwiseSum } from './pairwise_sum.js';
import { type Fold, foldsOf, randomStateParam, range, type SplitInput } from './splitter.js';

const stratifiedGroupKFold = declare('StratifiedGroupKFold', {
  nSplits: int(5, { min: 2, doc: 'Number of folds.' }),
  shuffle: bool(false, { doc: 'Deal groups of equal spread over the classes in random order.' }),
  randomState: randomStateParam(),
});

/**
 * K folds of whole groups with class shares as even as the groups allow: groups are dealt, the most uneven
 * first, each to the fold that leaves the shares most even. Same rows as scikit-learn StratifiedGroupKFold for
 * the same seed (with `shuffle`: since its version 1.8, which mended it). O(groups k^2 classes + n k).
 * @throws InvalidInputError without classes or groups; InvalidParameterError when there are too few of them.
 *
 * @example
 * ```ts
 * const y = [0, 0, 1, 1, 0, 1];
 * const groups = ['a', 'a', 'b', 'b', 'c', 'd'];
 * const folds = [...new StratifiedGroupKFold({ nSplits: 2 }).split(y, y, { groups })];
 * folds.map((fold) => fold.test.length); // [3, 3]
 * ```
 */
export class StratifiedGroupKFold extends KFoldBase<typeof stratifiedGroupKFold> {
  protected override readonly usesGroups = true;

  constructor(params: Partial<ParamsOf<typeof stratifiedGroupKFold>> = {}) {
    super(stratifiedGroupKFold, params);
  }

  protected plan({ n, y, groups }: SplitInput): () => Iterable<Fold> {
    const { nSplits: k } = this.params;
    const target = this.stratified(n, y, k);
    const group = this.groups(groups);
    if (k > group.counts.length) {
      throw this.refuseParam('nSplits', `must be at most the number of groups, ${group.counts.length}`, k);
    }
    return () => {
      const foldOfGroup = dealGroups(countsPerGroup(target, group), target.counts, k, this.random());
      return foldsOf(
        group.codes.map((code) => foldOfGroup[code]),
        k,
      );
    };
  }
}

/** How many rows of each class each group has. */
function countsPerGroup(target: Codes, group: Codes): Float64Array[] {
  const counts = Array.from(group.counts, () => new Float64Array(target.counts.length));
  for (let i = 0; i < target.codes.length; i++) counts[group.codes[i]][target.codes[i]]++;
  return counts;
}

function dealGroups(
  groups: readonly Float64Array[],
  totals: Int32Array,
  k: number,
  random: RandomState | undefined,
): Int32Array {
  const order = range(groups.length);
  random?.shuffle(order);
  const spread = groups.map(deviation);
  order.sort((a, b) => spread[b] - spread[a]);
  const classes = totals.length;
  // One row per class: the counts of one class in all folds are looked at together.
  const perFold = Array.from(totals, () => new Float64Array(k));
  const rows = new Float64Array(k);
  const perClass = new Float64Array(classes);
  const foldOfGroup = new Int32Array(groups.length);
  for (const g of order) {
    const added = groups[g];
    let best = 0;
    let bestSpread = Number.POSITIVE_INFINITY;
    for (let fold = 0; fold < k; fold++) {
      for (let c = 0; c < classes; c++) {
        perFold[c][fold] += added[c];
        perClass[c] = shareDeviation(perFold[c], totals[c], classes === 1);
        perFold[c][fold] -= added[c];
      }
      const mean = pairwiseSum(perClass) / classes;
      // A fold with fewer rows wins within the tolerance of NumPy's isclose.
      const close = Math.abs(mean - bestSpread) <= 1e-8 + 1e-5 * bestSpread;
      if (mean < bestSpread || (close && rows[fold] < rows[best])) {
        best = fold;
        bestSpread = mean;
      }
    }
    foldOfGroup[g] = best;
    for (let c = 0; c < classes; c++) {
      perFold[c][best] += added[c];
      rows[best] += added[c];
    }
  }
  return foldOfGroup;
}

/**
 * The standard deviation over the folds of one class's shares. The sums run in NumPy's order, which is plain
 * for a column of a matrix and pairwise when there is one column only: ties are broken by the last bit.
 */
function shareDeviation(counts: Float64Array, total: number, alone: boolean): number {
  const k = counts.length;
  if (alone) return deviation(counts.map((count) => count / total));
  let sum = 0;
  for (let i = 0; i < k; i++) sum += counts[i] / total;
  const mean = sum / k;
  let squares = 0;
  for (let i = 0; i < k; i++) {
    const difference = counts[i] / total - mean;
    squares += difference * difference;
  }
  return Math.sqrt(squares / k);
}
