import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { type Contingency, contingency } from './contingency.js';

// Pair counts are at most n^2: exact in a double up to n = 94,906,265 (2^53), and rounded in the 16th digit beyond.
// There is no overflow, and the ratios below lose nothing else.

/** Ordered pairs of rows by whether they are together in one labelling, the other, both or neither. */
interface PairCounts {
  readonly neither: number;
  /** Together only in labelsPred. */
  readonly onlyPredicted: number;
  /** Together only in labelsTrue. */
  readonly onlyTrue: number;
  readonly both: number;
}

function pairCounts({ counts, rowSums, columnSums, total }: Contingency): PairCounts {
  const squares = sumOfSquares(counts);
  const inTrue = sumOfSquares(rowSums);
  const inPredicted = sumOfSquares(columnSums);
  return {
    neither: total * total - inTrue - inPredicted + squares,
    onlyPredicted: inPredicted - squares,
    onlyTrue: inTrue - squares,
    both: squares - total,
  };
}

function sumOfSquares(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] * values[k];
  return sum;
}

/**
 * Counts of ordered pairs of rows, 2 x 2: apart in both labellings, together only in labelsPred; together only in
 * labelsTrue, together in both. Every pair counts twice. Exact up to 94 million rows.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn
 * pair_confusion_matrix.
 * @example
 * ```ts
 * pairConfusionMatrix([0, 0, 1, 1], [0, 0, 1, 2]).to2DArray(); // [[8, 0], [2, 2]]
 * ```
 */
export function pairConfusionMatrix(labelsTrue: Labels, labelsPred: Labels): Matrix {
  const pairs = pairCounts(contingency(labelsTrue, labelsPred, 'pairConfusionMatrix'));
  return Matrix.of(Float64Array.of(pairs.neither, pairs.onlyPredicted, pairs.onlyTrue, pairs.both), 2);
}

/**
 * Share of the pairs of rows on which two labellings agree (together in both or apart in both): 1 is best. It is
 * high for any two labellings with many clusters; see `adjustedRandScore`.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn rand_score;
 * Rand (1971), doi:10.1080/01621459.1971.10482356.
 * @example
 * ```ts
 * randScore([0, 0, 1, 1], ['b', 'b', 'a', 'a']); // 1
 * randScore([0, 0, 1, 2], [0, 0, 1, 1]); // 0.8333
 * ```
 */
export function randScore(labelsTrue: Labels, labelsPred: Labels): number {
  const pairs = pairCounts(contingency(labelsTrue, labelsPred, 'randScore'));
  const agreed = pairs.neither + pairs.both;
  const all = agreed + pairs.onlyPredicted + pairs.onlyTrue;
  return agreed === all ? 1 : agreed / all;
}

/**
 * The Rand index corrected for chance: 1 for equal labellings, about 0 for independent ones, at least -0.5.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn
 * adjusted_rand_score; Hubert & Arabie (1985), doi:10.1007/BF01908075.
 * @example
 * ```ts
 * adjustedRandScore([0, 0, 1, 2], [0, 0, 1, 1]); // 0.5714
 * ```
 */
export function adjustedRandScore(labelsTrue: Labels, labelsPred: Labels): number {
  const pairs = pairCounts(contingency(labelsTrue, labelsPred, 'adjustedRandScore'));
  const { neither, onlyPredicted, onlyTrue, both } = pairs;
  // Equal labellings, empty ones and single clusters included.
  if (onlyPredicted === 0 && onlyTrue === 0) return 1;
  const numerator = 2 * (both * neither - onlyTrue * onlyPredicted);
  const denominator =
    (both + onlyTrue) * (onlyTrue + neither) + (both + onlyPredicted) * (onlyPredicted + neither);
  return numerator / denominator;
}

/**
 * Geometric mean of pairwise precision and recall: between 0 and 1, 0 when no pair is together in both.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn
 * fowlkes_mallows_score; Fowlkes & Mallows (1983), doi:10.1080/01621459.1983.10478008.
 * @example
 * ```ts
 * fowlkesMallowsScore([0, 0, 1, 2], [0, 0, 1, 1]); // 0.7071
 * ```
 */
export function fowlkesMallowsScore(labelsTrue: Labels, labelsPred: Labels): number {
  const pairs = pairCounts(contingency(labelsTrue, labelsPred, 'fowlkesMallowsScore'));
  const { both, onlyPredicted, onlyTrue } = pairs;
  if (both === 0) return 0;
  return Math.sqrt(both / (both + onlyPredicted)) * Math.sqrt(both / (both + onlyTrue));
}
