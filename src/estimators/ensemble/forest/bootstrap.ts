import { RandomState } from '../../../core/random.js';

/** How the rows of each tree are drawn. Plain data. */
export interface BootstrapPlan {
  /** Rows drawn per tree, with replacement. */
  readonly size: number;
  /** Rows are drawn in proportion to these; equally when left out. */
  readonly weights?: Float64Array;
  /** Draw classes apart first, and the bootstrap (if any) from what was drawn. */
  readonly strata?: Strata;
}

/** How many rows of each class a tree sees. Plain data. */
export interface Strata {
  /** The rows of each class. */
  readonly rows: readonly Int32Array[];
  /** Rows to draw of each class; -1 takes all, in order. */
  readonly amounts: Int32Array;
  readonly replacement: boolean;
  /** Whether to draw a bootstrap from the drawn rows. */
  readonly bootstrap: boolean;
  /** The seed of a tree's draws, by the seed of the tree. */
  readonly seeds: Readonly<Record<number, number>>;
}

/**
 * The rows that a tree with this seed was grown on, as scikit-learn draws them. Weights decide how often a row is
 * drawn, not how much it counts afterwards (scikit-learn 1.9).
 */
export function bootstrapRows(
  seed: number,
  n: number,
  { size, weights, strata }: BootstrapPlan,
): ArrayLike<number> {
  if (strata) return stratifiedRows(seed, size, strata);
  const random = new RandomState(seed);
  if (!weights) return random.randint(0, n, size);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return random.choice(n, { size, p: weights.map((weight) => weight / total) });
}

/** Rows drawn class by class, and a bootstrap of at most `size` of them. */
function stratifiedRows(seed: number, size: number, strata: Strata): Int32Array {
  const random = new RandomState(strata.seeds[seed]);
  const drawn = strata.rows.map((members, c) => {
    if (strata.amounts[c] < 0) return members;
    const options = { size: strata.amounts[c], replace: strata.replacement };
    return random.choice(members.length, options).map((i) => members[i]);
  });
  const rows = new Int32Array(drawn.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of drawn) {
    rows.set(part, at);
    at += part.length;
  }
  if (!strata.bootstrap) return rows;
  const again = new RandomState(seed).randint(0, rows.length, Math.min(size, rows.length));
  return Int32Array.from(again, (i) => rows[i]);
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
