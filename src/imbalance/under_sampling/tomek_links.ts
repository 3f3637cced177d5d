import type { Matrix } from '../../core/matrix.js';
import { declare, jobs, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { nearestOthers, requireRows } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { unmarked } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { cleaningStrategyParam } from '../base/sampling_strategy.js';

const declaration = declare('TomekLinks', { samplingStrategy: cleaningStrategyParam(), nJobs: jobs() });

/**
 * Drops rows in Tomek links: pairs of different classes that are each other's nearest neighbour. Removes little,
 * but where classes meet. O(n d log n). Reference: imbalanced-learn TomekLinks (same rows); Tomek, IEEE TSMC 6
 * (1976) 769.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [2.1], [4], [5]];
 * const y = ['star', 'star', 'star', 'qso', 'qso', 'star'];
 * (await new TomekLinks().fitResample(X, y)).indices; // without rows 2 and 5
 * ```
 */
export class TomekLinks extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const links = await tomekLinks(data.X, data.codes, data.amounts, this.params.nJobs, run);
    return { rows: { order: unmarked(links) }, model: {} };
  }
}

/** Marks the rows of the targeted classes (amount >= 0) that are in a Tomek link. */
export async function tomekLinks(
  X: Matrix,
  codes: Int32Array,
  amounts: Int32Array,
  nJobs: number | null,
  run: Run,
): Promise<Uint8Array> {
  requireRows(X.rows, 1, 'the search for the nearest neighbour', run.estimator);
  const { indices } = await nearestOthers(X, 1, run, { nJobs });
  const links = new Uint8Array(X.rows);
  for (let i = 0; i < links.length; i++) {
    const other = indices[i];
    if (amounts[codes[i]] >= 0 && codes[other] !== codes[i] && indices[other] === i) links[i] = 1;
  }
  return links;
}
