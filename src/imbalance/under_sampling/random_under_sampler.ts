import type { ColumnSet } from '../../core/columns.js';
import type { DataLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { type Tags, tags } from '../../core/tags.js';
import { readMixed } from '../base/mixed.js';
import type { Resampling } from '../base/resampling.js';
import { concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { underStrategyParam } from '../base/sampling_strategy.js';
import { drawSome } from '../make_imbalance.js';

const declaration = declare('RandomUnderSampler', {
  samplingStrategy: underStrategyParam(),
  randomState: seed(),
  replacement: bool(false, { doc: 'Draw with replacement, so that a row may stand several times.' }),
});

/**
 * Keeps a random part of the larger classes. The cheapest way to balance large data; what it drops is lost.
 * X may hold text and missing values. O(n d). Reference: imbalanced-learn RandomUnderSampler (same rows for the
 * same seed).
 *
 * @example
 * ```ts
 * const X = Matrix.of(Float64Array.from({ length: 20 }, (_, i) => i), 2);
 * const y = ['star', 'star', 'star', 'star', 'star', 'star', 'star', 'star', 'qso', 'qso'];
 * const resampled = await new RandomUnderSampler({ randomState: 0 }).fitResample(X, y);
 * resampled.y; // ['qso', 'qso', 'star', 'star']
 * ```
 */
export class RandomUnderSampler extends SamplerBase<typeof declaration, object, Matrix | ColumnSet> {
  static readonly declaration = declaration;
  protected readonly kind = 'under';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('sampler', { sampleWeight: true, text: true, allowNaN: true });
  }

  protected override read(X: DataLike): Matrix | ColumnSet {
    return readMixed(X, { estimator: this.type, allowNaN: true });
  }

  protected async resample({
    rows,
    amounts,
  }: SamplerData<Matrix | ColumnSet>): Promise<{ rows: Resampling; model: object }> {
    const random = RandomState.from(this.params.randomState);
    const kept = rows.map((members, c) => drawSome(members, amounts[c], random, this.params.replacement));
    return { rows: { order: concatRows(kept) }, model: {} };
  }
}
