import { declare, int, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { smallestClass } from '../base/target.js';
import { editRepeatedly } from './editing.js';
import { editingParams } from './params.js';

const declaration = declare('RepeatedEditedNearestNeighbours', {
  ...editingParams,
  maxIter: int(100, { min: 1, doc: 'Most rounds of editing.' }),
});

/**
 * Edited nearest neighbours again and again, until nothing changes, another class would become smaller than the
 * smallest, or a class would vanish. O(n d log n) a round. Reference: imbalanced-learn
 * RepeatedEditedNearestNeighbours (same rows); Tomek, IEEE TSMC 6 (1976) 448.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], classSep: 0.5, randomState: 1 });
 * const sampler = new RepeatedEditedNearestNeighbours();
 * (await sampler.fitResample(data, target)).y.length < 300; // true
 * sampler.nIter; // rounds
 * ```
 */
export class RepeatedEditedNearestNeighbours extends SamplerBase<typeof declaration, { nIter: number }> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Rounds of editing that were done; 1 before anything was resampled. */
  get nIter(): number {
    return this.learned('nIter').nIter ?? 1;
  }

  protected async resample(
    data: SamplerData,
    run: Run,
  ): Promise<{ rows: Resampling; model: { nIter: number } }> {
    const smallest = smallestClass(data.codes, data.counts);
    const { rows, rounds } = await editRepeatedly(
      data,
      this.params.samplingStrategy,
      () => this.params,
      this.params.maxIter,
      ({ counts, removed }) => removed === 0 || overdone(counts, smallest, data.counts[smallest]),
      run,
    );
    return { rows: { order: rows }, model: { nIter: rounds } };
  }
}

/** Whether a class is gone, or a class that was not the smallest has become so. */
export function overdone(counts: Int32Array, smallest: number, least: number): boolean {
  return counts.some((count, c) => count === 0 || (c !== smallest && count < least));
}
