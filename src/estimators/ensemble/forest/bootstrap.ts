import { RandomState } from '../../../core/random.js';

/** How the rows of each tree are drawn. Plain data. */
export interface BootstrapPlan {
  /** Rows drawn per tree, with replacement. */
  readonly size: number;
  /** Rows are drawn in proportion to these; equally when left out. */
  readonly weights?: Float64Array;
}

/**
 * The rows that a tree with this seed was grown on, as scikit-learn draws them. Weights decide how often a row is
 * drawn, not how much it counts afterwards (scikit-learn 1.9).
 */
export function bootstrapRows(seed: number, n: number, { size, weights }: BootstrapPlan): ArrayLike<number> {
  const random = new RandomState(seed);
  if (!weights) return random.randint(0, n, size);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return random.choice(n, { size, p: weights.map((weight) => weight / total) });
}

/** How often each of `n` rows was drawn. */
export function countRows(rows: ArrayLike<number>, n: number): Float64Array {
  const counts = new Float64Array(n);
  for (let i = 0; i < rows.length; i++) counts[rows[i]]++;
  return counts;
}

/** The classes to balance in every sample: class codes, n x outputs. */
export interface BalancePlan {
  readonly codes: Int32Array;
  readonly nOutputs: number;
  readonly nClasses: number;
}

/**
 * Multiplies weights so that in this sample all classes weigh the same, output by output: the count of a class is
 * that of its rows in the sample, and classes without a row do not count.
 */
export function balanceSample(
  weights: Float64Array,
  counts: Float64Array,
  { codes, nOutputs, nClasses }: BalancePlan,
): void {
  const drawn = counts.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < nOutputs; k++) {
    const perClass = new Float64Array(nClasses);
    for (let i = 0; i < counts.length; i++) perClass[codes[i * nOutputs + k]] += counts[i];
    const present = perClass.reduce((sum, count) => sum + Number(count > 0), 0);
    for (let i = 0; i < weights.length; i++) {
      const count = perClass[codes[i * nOutputs + k]];
      weights[i] *= count > 0 ? drawn / (present * count) : 0;
    }
  }
}
