import { describe } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import { checkSampleWeight } from '../../core/weights.js';
import { checkLabels, type LabelTargets, metricError, uniqueLabels, type WeightOption } from '../input.js';
import { checkOptionNames } from '../options.js';

/** One list of labels per row. */
export type PredictedSets = readonly (readonly Label[])[];

/** How one class fares. */
export interface ClassCoverage {
  readonly label: Label;
  /** Share of the rows of the class whose set holds it. */
  readonly coverage: number;
  /** Mean number of labels in the sets of its rows. */
  readonly setSize: number;
  /** Weight of its rows. */
  readonly support: number;
}

/**
 * The share of rows whose set holds the true label. O(n k). Source: Vovk, Gammerman, Shafer (2005).
 * @throws InvalidInputError when there is not one list per row.
 *
 * @example
 * ```ts
 * setCoverage(['a', 'b'], [['a'], ['a', 'c']]); // 0.5
 * ```
 */
export function setCoverage(yTrue: LabelTargets, sets: PredictedSets, options: WeightOption = {}): number {
  const { hit, weight, total } = rowsOf(yTrue, sets, options, 'setCoverage');
  return hit.reduce((sum, h, i) => sum + h * weight(i), 0) / total;
}

/**
 * Coverage and mean set size of every class, in the order of the sorted labels: an overall coverage of 90 % may hide
 * that a rare class has 50 %. O(n k).
 * @throws InvalidInputError when there is not one list per row.
 *
 * @example
 * ```ts
 * classCoverage(['a', 'b', 'b'], [['a'], ['b'], ['a']]).map((row) => row.coverage); // [1, 0.5]
 * ```
 */
export function classCoverage(
  yTrue: LabelTargets,
  sets: PredictedSets,
  options: WeightOption = {},
): ClassCoverage[] {
  const { truth, hit, weight } = rowsOf(yTrue, sets, options, 'classCoverage');
  return uniqueLabels(truth).map((label) => {
    let [support, covered, size] = [0, 0, 0];
    for (let i = 0; i < hit.length; i++) {
      if (truth[i] !== label) continue;
      support += weight(i);
      covered += weight(i) * hit[i];
      size += weight(i) * sets[i].length;
    }
    return { label, coverage: covered / support, setSize: size / support, support };
  });
}

/**
 * The mean number of labels in a set: the smaller at the same coverage, the better. O(n).
 *
 * @example
 * ```ts
 * meanSetSize([['a'], ['a', 'b']]); // 1.5
 * ```
 */
export function meanSetSize(sets: PredictedSets): number {
  checkSets(sets, undefined, 'meanSetSize');
  return sets.reduce((sum, set) => sum + set.length, 0) / sets.length;
}

/**
 * The least coverage among the rows that have sets of one size: sets that adapt to the row keep it near the
 * confidence. Empty sets, which cover nothing, are left out. O(n k). Source: Angelopoulos et al., ICLR 2021.
 * @throws InvalidInputError when there is not one list per row.
 *
 * @example
 * ```ts
 * sizeStratifiedCoverage(['a', 'b', 'b'], [['a'], ['a'], ['a', 'b']]); // 0.5, of the sets of one label
 * ```
 */
export function sizeStratifiedCoverage(
  yTrue: LabelTargets,
  sets: PredictedSets,
  options: WeightOption = {},
): number {
  const { hit, weight } = rowsOf(yTrue, sets, options, 'sizeStratifiedCoverage');
  const bySize = new Map<number, [number, number]>();
  sets.forEach((set, i) => {
    if (set.length === 0) return;
    const cell = bySize.get(set.length) ?? [0, 0];
    cell[0] += weight(i) * hit[i];
    cell[1] += weight(i);
    bySize.set(set.length, cell);
  });
  let least = 1;
  for (const [covered, total] of bySize.values()) if (total > 0) least = Math.min(least, covered / total);
  return least;
}

function rowsOf(yTrue: LabelTargets, sets: PredictedSets, options: WeightOption, caller: string) {
  checkOptionNames(options, ['sampleWeight'], caller);
  const truth = checkLabels(yTrue, 'yTrue', caller);
  checkSets(sets, truth.length, caller);
  const weights = checkSampleWeight(options.sampleWeight, truth.length, caller);
  const hit = Float64Array.from(sets, (set, i) => (set.includes(truth[i] as Label) ? 1 : 0));
  const total = weights ? weights.reduce((sum, w) => sum + w, 0) : truth.length;
  return { truth, hit, weight: (i: number): number => (weights ? weights[i] : 1), total };
}

function checkSets(sets: PredictedSets, n: number | undefined, caller: string): void {
  const wrong = Array.isArray(sets) ? sets.findIndex((set) => !Array.isArray(set)) : 0;
  if (wrong >= 0 || sets.length === 0 || (n !== undefined && sets.length !== n)) {
    const received = wrong >= 0 ? describe(Array.isArray(sets) ? sets[wrong] : sets) : `${sets.length} lists`;
    const what = `must hold one list of labels per row${n === undefined ? '' : ` (${n})`}`;
    throw metricError(caller, 'sets', what, received, 'Pass the result of predictSet.');
  }
}
