import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { type Contingency, codesOf, contingency, contingencyOf } from './contingency.js';
import { expectedInformation } from './expected_information.js';

/** How the entropies of two labellings become one normaliser. */
export type AverageMethod = 'min' | 'geometric' | 'arithmetic' | 'max';

/** Options of `normalizedMutualInfoScore` and `adjustedMutualInfoScore`. */
export interface AverageMethodOptions {
  /** The mean of the two entropies by which the score is normalised; default 'arithmetic'. */
  readonly averageMethod?: AverageMethod;
}

/** Options of `mutualInfoScore`. */
export interface MutualInfoOptions {
  /** The table of counts (classes x clusters), if it is known; the labels are then not looked at. */
  readonly contingency?: MatrixLike | null;
}

/**
 * Entropy of a labelling in nats: 0 for one label, log k for k equally frequent ones; 1 for no rows at all, as
 * scikit-learn has it. O(n).
 * @throws InvalidInputError for unfit labels. Source: scikit-learn metrics.cluster.entropy.
 * @example
 * ```ts
 * entropy([0, 0, 42]); // 0.6365
 * ```
 */
export function entropy(labels: Labels): number {
  const { codes, size } = codesOf(labels, 'entropy', 'labels');
  if (codes.length === 0) return 1;
  const counts = new Float64Array(size);
  for (let i = 0; i < codes.length; i++) counts[codes[i]]++;
  return entropyOf(counts, codes.length);
}

/**
 * Mutual information of two labellings in nats: what knowing one tells of the other; 0 when independent.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn
 * mutual_info_score.
 * @example
 * ```ts
 * mutualInfoScore([0, 0, 1, 1], [1, 1, 0, 0]); // 0.6931
 * ```
 */
export function mutualInfoScore(
  labelsTrue: Labels | null,
  labelsPred: Labels | null,
  options: MutualInfoOptions = {},
): number {
  const caller = 'mutualInfoScore';
  checkOptionNames(options, ['contingency'], caller);
  return informationOf(
    options.contingency
      ? contingencyOf(options.contingency, caller)
      : contingency(labelsTrue as Labels, labelsPred as Labels, caller),
  );
}

/**
 * Mutual information over a mean of the two entropies: from 0 to 1 for equal labellings. Not corrected for chance.
 * @throws InvalidInputError for labellings of unequal lengths; InvalidParameterError for another averageMethod.
 * O(n log n). Source: scikit-learn normalized_mutual_info_score.
 * @example
 * ```ts
 * normalizedMutualInfoScore([0, 0, 1, 1], [0, 0, 1, 2]); // 0.8
 * ```
 */
export function normalizedMutualInfoScore(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: AverageMethodOptions = {},
): number {
  const caller = 'normalizedMutualInfoScore';
  const method = methodOf(options, caller);
  const table = contingency(labelsTrue, labelsPred, caller);
  if (bothTrivial(table)) return 1;
  const information = informationOf(table);
  if (information <= Number.EPSILON) return 0;
  return information / averageEntropy(table, method);
}

/**
 * Mutual information corrected for chance: 1 for equal labellings, about 0 for independent ones, whatever the
 * numbers of clusters. O(n log n + R C n / max(R, C)) for R classes and C clusters.
 * @throws InvalidInputError for labellings of unequal lengths; InvalidParameterError for another averageMethod.
 * Source: scikit-learn adjusted_mutual_info_score; Vinh, Epps & Bailey (2010), JMLR 11.
 * @example
 * ```ts
 * adjustedMutualInfoScore([0, 0, 1, 1], [0, 0, 1, 2]); // 0.5714
 * ```
 */
export function adjustedMutualInfoScore(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: AverageMethodOptions = {},
): number {
  const caller = 'adjustedMutualInfoScore';
  const method = methodOf(options, caller);
  const table = contingency(labelsTrue, labelsPred, caller);
  if (bothTrivial(table)) return 1;
  if (table.rowSums.length === 1 || table.columnSums.length === 1) return 0;
  const expected = expectedInformation(table.rowSums, table.columnSums, table.total);
  const above = aboveNoise(informationOf(table) - expected, table.total);
  return above / aboveNoise(averageEntropy(table, method) - expected, table.total);
}

/** The three scores of `homogeneityCompletenessVMeasure`. */
export type HomogeneityCompletenessVMeasure = [homogeneity: number, completeness: number, vMeasure: number];

/** Options of the V measure. */
export interface VMeasureOptions {
  /** Weight of completeness against homogeneity; default 1. */
  readonly beta?: number;
}

/**
 * `[homogeneity, completeness, vMeasure]` of a clustering against classes, each from 0 to 1.
 * @throws InvalidInputError for labellings of unequal lengths; InvalidParameterError for a negative beta.
 * O(n log n). Source: scikit-learn homogeneity_completeness_v_measure; Rosenberg & Hirschberg (2007), ACL D07-1043.
 * @example
 * ```ts
 * homogeneityCompletenessVMeasure([0, 0, 1, 1], [0, 0, 1, 2]); // [1, 0.6667, 0.8]
 * ```
 */
export function homogeneityCompletenessVMeasure(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: VMeasureOptions = {},
): HomogeneityCompletenessVMeasure {
  return scoresOf(labelsTrue, labelsPred, options, 'homogeneityCompletenessVMeasure');
}

/**
 * 1 when every cluster holds rows of one class only.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn homogeneity_score.
 * @example
 * ```ts
 * homogeneityScore([0, 0, 1, 1], [0, 0, 1, 2]); // 1
 * ```
 */
export function homogeneityScore(labelsTrue: Labels, labelsPred: Labels): number {
  return scoresOf(labelsTrue, labelsPred, {}, 'homogeneityScore')[0];
}

/**
 * 1 when all rows of a class lie in one cluster.
 * @throws InvalidInputError for labellings of unequal lengths. O(n log n). Source: scikit-learn completeness_score.
 * @example
 * ```ts
 * completenessScore([0, 0, 1, 1], [0, 0, 0, 0]); // 1
 * ```
 */
export function completenessScore(labelsTrue: Labels, labelsPred: Labels): number {
  return scoresOf(labelsTrue, labelsPred, {}, 'completenessScore')[1];
}

/**
 * (1 + beta) h c / (beta h + c) of homogeneity h and completeness c; with beta 1 it equals the normalised mutual
 * information with the arithmetic mean.
 * @throws InvalidInputError for labellings of unequal lengths; InvalidParameterError for a negative beta.
 * O(n log n). Source: scikit-learn v_measure_score.
 * @example
 * ```ts
 * vMeasureScore([0, 0, 1, 1], [0, 0, 1, 2]); // 0.8
 * ```
 */
export function vMeasureScore(labelsTrue: Labels, labelsPred: Labels, options: VMeasureOptions = {}): number {
  return scoresOf(labelsTrue, labelsPred, options, 'vMeasureScore')[2];
}

function scoresOf(
  labelsTrue: Labels,
  labelsPred: Labels,
  options: VMeasureOptions,
  caller: string,
): HomogeneityCompletenessVMeasure {
  checkOptionNames(options, ['beta'], caller);
  const { beta = 1 } = options;
  if (!(beta >= 0)) throw optionError(caller, 'beta', 'must be a number >= 0', beta, 'The default is 1.');
  const table = contingency(labelsTrue, labelsPred, caller);
  if (table.total === 0) return [1, 1, 1];
  const information = informationOf(table);
  const ofClasses = entropyOf(table.rowSums, table.total);
  const ofClusters = entropyOf(table.columnSums, table.total);
  const homogeneity = ofClasses === 0 ? 1 : information / ofClasses;
  const completeness = ofClusters === 0 ? 1 : information / ofClusters;
  if (homogeneity + completeness === 0) return [homogeneity, completeness, 0];
  const vMeasure = ((1 + beta) * homogeneity * completeness) / (beta * homogeneity + completeness);
  return [homogeneity, completeness, vMeasure];
}

function informationOf({ rowOf, columnOf, counts, rowSums, columnSums, total }: Contingency): number {
  let sum = 0;
  for (let k = 0; k < counts.length; k++) {
    // As a difference of two logarithms of numbers near 1, independent labellings give terms near 0.
    const ratio = (counts[k] / rowSums[rowOf[k]]) * (total / columnSums[columnOf[k]]);
    sum += (counts[k] / total) * Math.log(ratio);
  }
  return sum > Number.EPSILON ? sum : 0;
}

function entropyOf(counts: Float64Array, total: number): number {
  if (counts.length <= 1) return 0;
  let sum = 0;
  for (let k = 0; k < counts.length; k++) {
    if (counts[k] > 0) sum -= (counts[k] / total) * Math.log(counts[k] / total);
  }
  return sum;
}

/** Two labellings that both put all rows together (or have none) agree perfectly. */
function bothTrivial({ rowSums, columnSums }: Contingency): boolean {
  return rowSums.length === columnSums.length && rowSums.length <= 1;
}

function averageEntropy({ rowSums, columnSums, total }: Contingency, method: AverageMethod): number {
  const a = entropyOf(rowSums, total);
  const b = entropyOf(columnSums, total);
  if (method === 'min') return Math.min(a, b);
  if (method === 'max') return Math.max(a, b);
  return method === 'geometric' ? Math.sqrt(a * b) : (a + b) / 2;
}

function methodOf(options: AverageMethodOptions, caller: string): AverageMethod {
  checkOptionNames(options, ['averageMethod'], caller);
  const { averageMethod = 'arithmetic' } = options;
  checkChoice(averageMethod, ['min', 'geometric', 'arithmetic', 'max'], 'averageMethod', caller);
  return averageMethod;
}

/**
 * A difference from the expected information, or the smallest positive number where it is no more than the
 * rounding noise of log n! in it, so that the 0 / 0 of a match that is both perfect and expected becomes 1.
 */
function aboveNoise(difference: number, n: number): number {
  const noise = 4 * Number.EPSILON * Math.max(1, n * Math.log(n));
  return Math.abs(difference) > noise ? difference : Number.EPSILON;
}
