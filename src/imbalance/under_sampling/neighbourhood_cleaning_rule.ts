import { declare, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { nearestOthers } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { unmarked } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { smallestClass } from '../base/target.js';
import { agreeing, agreeingRows } from './editing.js';
import { editingParams } from './params.js';

const declaration = declare('NeighbourhoodCleaningRule', {
  ...editingParams,
  thresholdCleaning: real(0.5, {
    min: 0,
    max: 1,
    exclusiveMin: true,
    exclusiveMax: true,
    doc: 'Classes with more than this share of all rows lose neighbours of misjudged rows of the smallest class.',
  }),
});

/**
 * Drops rows that most of their neighbours contradict, and rows of large classes that mislead the neighbourhood
 * of the smallest class (`kindSel` says when a row of it counts as misled). O(n d log n). Reference:
 * imbalanced-learn 0.10 NeighbourhoodCleaningRule (same rows); Laurikkala, AIME (2001) 63.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], classSep: 0.5, randomState: 1 });
 * (await new NeighbourhoodCleaningRule().fitResample(data, target)).y.length < 300; // true
 * ```
 */
export class NeighbourhoodCleaningRule extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, codes, classes, counts, amounts, rows } = data;
    const { nNeighbors, kindSel, thresholdCleaning, nJobs } = this.params;
    const dropped = new Uint8Array(X.rows).fill(1);
    const agreed = await agreeingRows(data, amounts, { nNeighbors, kindSel: 'mode', nJobs }, run);
    for (const i of agreed) dropped[i] = 0;
    await run.step(1, 2, 'stage');
    const smallest = smallestClass(codes, counts);
    const large = counts.map((count, c) => (amounts[c] >= 0 && count > X.rows * thresholdCleaning ? 1 : 0));
    const { indices, k } = await nearestOthers(X, nNeighbors, run, { rows: rows[smallest], nJobs });
    for (let at = 0; at < indices.length; at += k) {
      if (agreeing(indices, at, k, codes, smallest, classes.length, kindSel)) continue;
      for (let j = at; j < at + k; j++) if (large[codes[indices[j]]] === 1) dropped[indices[j]] = 1;
    }
    return { rows: { order: unmarked(dropped) }, model: {} };
  }
}
