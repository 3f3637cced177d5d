import { bool, declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { neighborCount } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { smallestClass } from '../base/target.js';
import { editRepeatedly } from './editing.js';
import { editingParams } from './params.js';
import { overdone } from './repeated_edited_nearest_neighbours.js';

const declaration = declare('AllKNN', {
  ...editingParams,
  allowMinority: bool(false, { doc: 'Go on when another class has become smaller than the smallest.' }),
});

/**
 * Edited nearest neighbours with 1, then 2, up to `nNeighbors` neighbours. O(k n d log n). Reference:
 * imbalanced-learn AllKNN (same rows); Tomek, IEEE TSMC 6 (1976) 448.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], classSep: 0.5, randomState: 1 });
 * (await new AllKNN().fitResample(data, target)).y.length < 300; // true
 * ```
 */
export class AllKNN extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { allowMinority, nNeighbors, samplingStrategy } = this.params;
    const smallest = smallestClass(data.codes, data.counts);
    const least = allowMinority ? 0 : data.counts[smallest];
    const { rows } = await editRepeatedly(
      data,
      samplingStrategy,
      (round) => ({ ...this.params, k: round }),
      neighborCount(nNeighbors),
      ({ counts }) => overdone(counts, smallest, least),
      run,
    );
    return { rows: { order: rows }, model: {} };
  }
}
