import { InvalidParameterError } from '../../core/errors.js';
import { RandomState, sampleWithoutReplacement } from '../../core/random.js';

/** How the rows and columns of the members of one fit are drawn. */
export interface DrawPlan {
  readonly rows: number;
  readonly columns: number;
  /** Rows per member. */
  readonly maxSamples: number;
  /** Columns per member. */
  readonly maxFeatures: number;
  readonly bootstrap: boolean;
  readonly bootstrapFeatures: boolean;
  /** Chances of the rows are in proportion to these. */
  readonly sampleWeight: Float64Array | undefined;
}

/** The rows and columns that one member sees. */
export interface Draw {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** The rows and columns that belong to a member's seed: columns are drawn first, as in scikit-learn. */
export function drawFor(seed: number, plan: DrawPlan): Draw {
  const random = new RandomState(seed);
  const columns = indices(random, plan.bootstrapFeatures, plan.columns, plan.maxFeatures);
  if (!plan.sampleWeight) {
    return { columns, rows: indices(random, plan.bootstrap, plan.rows, plan.maxSamples) };
  }
  const total = plan.sampleWeight.reduce((sum, weight) => sum + weight, 0);
  const p = plan.sampleWeight.map((weight) => weight / total);
  return { columns, rows: random.choice(plan.rows, { size: plan.maxSamples, replace: plan.bootstrap, p }) };
}

function indices(random: RandomState, replace: boolean, n: number, size: number): Int32Array {
  return Int32Array.from(
    replace ? random.randint(0, n, size) : sampleWithoutReplacement(n, size, { randomState: random }),
  );
}

/**
 * The number of rows per member that `maxSamples` stands for: null is n, a number up to 1 a share (of the sum of
 * the weights, where there are any), a larger one a count.
 * @throws InvalidParameterError for more rows than there are when rows cannot repeat.
 */
export function rowsPerMember(
  maxSamples: number | null,
  n: number,
  sampleWeight: Float64Array | undefined,
  bootstrap: boolean,
  estimator: string,
): number {
  let rows = maxSamples ?? n;
  if (maxSamples !== null && maxSamples <= 1) {
    const total = sampleWeight ? sampleWeight.reduce((sum, weight) => sum + weight, 0) : n;
    rows = Math.max(1, Math.floor(rows * total));
  }
  const drawable = sampleWeight ? sampleWeight.filter((weight) => weight > 0).length : n;
  if (!bootstrap && rows > drawable) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'maxSamples' asks for ${rows} rows per member, but there are ${drawable}${
        sampleWeight ? ' with a weight above 0' : ''
      }. Got ${maxSamples}. Lower it, or draw with replacement (bootstrap: true).`,
      { estimator, parameter: 'maxSamples', received: String(maxSamples), remedy: 'lower it' },
    );
  }
  return rows;
}

/**
 * The number of columns per member that `maxFeatures` stands for: a number up to 1 is a share, a larger one a count.
 * @throws InvalidParameterError for more columns than there are.
 */
export function columnsPerMember(maxFeatures: number, d: number, estimator: string): number {
  const columns = maxFeatures <= 1 ? Math.max(1, Math.floor(maxFeatures * d)) : maxFeatures;
  if (columns <= d) return columns;
  throw new InvalidParameterError(
    `${estimator}: parameter 'maxFeatures' asks for more columns than the ${d} of X. Got ${maxFeatures}. Lower it.`,
    { estimator, parameter: 'maxFeatures', received: String(maxFeatures), remedy: 'lower it' },
  );
}
