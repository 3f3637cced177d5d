import { declare, type ParamsOf, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { type NeighborsOption, nearestOthers, neighborsParam, requireNeighbors } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { allRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { type Batch, drawBatch, type Pairs, withSynthetic } from './interpolate.js';

const declaration = declare('SMOTE', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: neighborsParam(5, 'Neighbours among which the other end of a synthetic row is drawn.'),
});

/**
 * Synthetic minority over-sampling: makes rows of the smaller classes between a row and one of its nearest
 * neighbours of the same class. Use it for numeric columns of comparable scale (scale first); SMOTENC takes text
 * columns too. O(m d log m) for m rows of a class plus O(d) per synthetic row. Reference: imbalanced-learn SMOTE
 * (same rows for the same seed); Chawla, Bowyer, Hall and Kegelmeyer, JAIR 16 (2002) 321.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 200, weights: [0.9], randomState: 0 });
 * const resampled = await new SMOTE({ randomState: 42 }).fitResample(data, target);
 * resampled.X.rows > 200; // true: as many rows of each class
 * ```
 */
export class SMOTE extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const next = generators(this.params.randomState);
    const batches: Batch[] = [];
    const { amounts } = data;
    for (let c = 0; c < amounts.length; c++) {
      if (amounts[c] <= 0) continue;
      await run.step(c, amounts.length, 'class');
      const pairs = await sameClassPairs(data, c, this.params.kNeighbors, run);
      batches.push(drawBatch(c, pairs, amounts[c], next()));
    }
    return { rows: withSynthetic(data.X, batches), model: {} };
  }
}

/** Each row of a class (or those at the positions `some` in it) with its nearest neighbours in the class. */
export async function sameClassPairs(
  { X, classes, rows }: SamplerData,
  c: number,
  option: NeighborsOption,
  run: Run,
  some?: Int32Array,
): Promise<Pairs> {
  const members = rows[c];
  requireNeighbors(classes[c], members.length, option, 'kNeighbors', run.estimator);
  const points = X.takeRows(members);
  const { indices, k } = await nearestOthers(points, option, run, { rows: some });
  return { points, rows: members, base: some ?? allRows(members.length), neighbors: indices, k };
}
