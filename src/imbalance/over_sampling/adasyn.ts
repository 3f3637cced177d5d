import { describe, InvalidInputError } from '../../core/errors.js';
import { declare, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { neighborsParam, requireNeighbors, requireRows } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { foreignNeighbors } from './borderline_smote.js';
import { type Batch, type Pairs, type Segments, withSynthetic } from './interpolate.js';
import { sameClassPairs } from './smote.js';

const declaration = declare('ADASYN', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  nNeighbors: neighborsParam(5, 'Neighbours that weigh a row, and among which the other end is drawn.'),
});

/**
 * Adaptive synthetic sampling: as SMOTE, but makes more rows where more of the neighbours are of other classes.
 * The number of rows made is the one asked for up to rounding. O(m d log n) for m rows of a class. Reference:
 * imbalanced-learn ADASYN (same rows for the same seed); He, Bai, Garcia and Li, IJCNN (2008) 1322.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], classSep: 0.5, randomState: 1 });
 * const { y } = await new ADASYN({ randomState: 0 }).fitResample(data, target);
 * y.length > 300; // true
 * ```
 */
export class ADASYN extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, codes, rows, amounts, classes } = data;
    const { nNeighbors } = this.params;
    const random = RandomState.from(this.params.randomState);
    const batches: Batch[] = [];
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      await run.step(code, amounts.length, 'class');
      const members = rows[code];
      requireRows(X.rows, nNeighbors, 'nNeighbors', this.type);
      requireNeighbors(classes[code], members.length, nNeighbors, 'nNeighbors', this.type);
      const { k, others } = await foreignNeighbors(X, codes, members, code, nNeighbors, run);
      const perRow = this.shares(others, k, amounts[code], describe(classes[code]));
      const pairs = await sameClassPairs(data, code, nNeighbors, run);
      const { points, rows: own } = pairs;
      batches.push({ code, points, rows: own, ...segments(pairs, perRow, random) });
    }
    return { rows: withSynthetic(X, batches), model: {} };
  }

  /** How many rows each row of the class is the start of. */
  private shares(others: Int32Array, k: number, amount: number, label: string): Int32Array {
    const ratios = Float64Array.from(others, (count) => count / k);
    const total = ratios.reduce((sum, ratio) => sum + ratio, 0);
    const perRow = Int32Array.from(ratios, (ratio) => roundHalfEven((ratio / total) * amount));
    if (total > 0 && perRow.some((count) => count > 0)) return perRow;
    const why =
      total > 0
        ? `the ${amount} rows asked for round to 0 for each of its ${others.length} rows`
        : `no row of it has a neighbour of another class among its ${k} nearest`;
    throw new InvalidInputError(
      `${this.type}: nothing can be made for class ${label}, because ${why}. Got nNeighbors = ${k}. Use SMOTE, raise nNeighbors, or leave the class out of samplingStrategy.`,
      { estimator: this.type, parameter: 'nNeighbors', received: String(k), remedy: 'use SMOTE' },
    );
  }
}

function segments({ neighbors, k }: Pairs, perRow: Int32Array, random: RandomState): Segments {
  const size = perRow.reduce((sum, count) => sum + count, 0);
  const from = new Int32Array(size);
  for (let i = 0, to = 0; i < perRow.length; i++) {
    from.fill(i, to, to + perRow[i]);
    to += perRow[i];
  }
  const towards = random.choice(k, { size }).map((j, i) => neighbors[from[i] * k + j]);
  return { from, towards, steps: random.randomSample(size) };
}

function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  if (rest !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}
