import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { agreeingRows } from './editing.js';
import { editingParams } from './params.js';

const declaration = declare('EditedNearestNeighbours', editingParams);

/**
 * Drops rows whose nearest neighbours are not all (or mostly) of their class: cleans the border. O(n d log n).
 * Reference: imbalanced-learn EditedNearestNeighbours (same rows); Wilson, IEEE TSMC 2 (1972) 408.
 *
 * @example
 * ```ts
 * const X = [[0], [0.1], [0.2], [0.3], [5], [5.1], [5.2], [0.15], [5.3]];
 * const y = [0, 0, 0, 0, 1, 1, 1, 1, 1];
 * const sampler = new EditedNearestNeighbours({ samplingStrategy: [1] });
 * (await sampler.fitResample(X, y)).indices; // all but row 7, which lies among the others
 * ```
 */
export class EditedNearestNeighbours extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    return { rows: { order: await agreeingRows(data, data.amounts, this.params, run) }, model: {} };
  }
}
