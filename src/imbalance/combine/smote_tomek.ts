import { declare, jobs, type ParamsOf, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { SMOTE } from '../over_sampling/smote.js';
import { TomekLinks } from '../under_sampling/tomek_links.js';
import { type AnySampler, overThenClean, requireNumbers, samplerParam } from './combined.js';

const declaration = declare('SMOTETomek', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  smote: samplerParam<SMOTE>('over', 'SMOTE', 'The over-sampler; null is SMOTE with this strategy and seed.'),
  tomek: samplerParam<TomekLinks>(
    'clean',
    'TomekLinks',
    "The cleaning; null is TomekLinks on 'all' classes.",
  ),
  nJobs: jobs(),
});

/**
 * SMOTE, then both rows of each Tomek link are dropped, whatever their classes: where the classes meet, the
 * nearest strangers go. O(n d log n). Reference: imbalanced-learn SMOTETomek (same rows for the same seed);
 * Batista, Bazzan and Monard, WOB (2003) 10.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * const { X, y } = await new SMOTETomek({ randomState: 0 }).fitResample(data, target);
 * X.rows === y.length; // true
 * ```
 */
export class SMOTETomek extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'both';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { samplingStrategy, randomState, smote, tomek, nJobs } = this.params;
    const over = smote ? smote.with({}) : new SMOTE({ samplingStrategy, randomState });
    const clean = tomek ? tomek.with({}) : new TomekLinks({ samplingStrategy: 'all', nJobs });
    requireNumbers(over as unknown as AnySampler, this.type);
    const rows = await overThenClean(
      over as unknown as AnySampler,
      clean as unknown as AnySampler,
      data,
      run,
    );
    return { rows, model: {} };
  }
}
