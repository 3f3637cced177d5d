import { declare, jobs, type ParamsOf, seed } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { SMOTE } from '../over_sampling/smote.js';
import { EditedNearestNeighbours } from '../under_sampling/edited_nearest_neighbours.js';
import { type AnySampler, overThenClean, requireNumbers, samplerParam } from './combined.js';

const declaration = declare('SMOTEENN', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  smote: samplerParam<SMOTE>('over', 'SMOTE', 'The over-sampler; null is SMOTE with this strategy and seed.'),
  enn: samplerParam<EditedNearestNeighbours>(
    'clean',
    'EditedNearestNeighbours',
    "The cleaning; null is EditedNearestNeighbours on 'all' classes.",
  ),
  nJobs: jobs(),
});

/**
 * SMOTE, then edited nearest neighbours on all classes: synthetic rows that reach into another class go again.
 * O(n d log n). Reference: imbalanced-learn SMOTEENN (same rows for the same seed); Batista, Prati and Monard,
 * SIGKDD Explorations 6 (2004) 20.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * const { X, y } = await new SMOTEENN({ randomState: 0 }).fitResample(data, target);
 * X.rows === y.length; // true
 * ```
 */
export class SMOTEENN extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'both';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { samplingStrategy, randomState, smote, enn, nJobs } = this.params;
    const over = smote ? smote.with({}) : new SMOTE({ samplingStrategy, randomState });
    const clean = enn ? enn.with({}) : new EditedNearestNeighbours({ samplingStrategy: 'all', nJobs });
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
