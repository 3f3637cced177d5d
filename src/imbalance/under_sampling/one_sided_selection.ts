import { declare, type ParamsOf } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { smallestClass } from '../base/target.js';
import { drawSeeds, seedParams } from './condensed_nearest_neighbour.js';
import { tomekLinks } from './tomek_links.js';
import { VoteTable } from './vote_table.js';

const declaration = declare('OneSidedSelection', seedParams);

/**
 * Keeps the rows of larger classes that nearest neighbours, knowing the smallest class and a random row, misjudge;
 * then drops Tomek links. O(n d log n). Reference: imbalanced-learn OneSidedSelection (same rows for the same
 * seed); Kubat and Matwin, ICML (1997) 179.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * (await new OneSidedSelection({ randomState: 0 }).fitResample(data, target)).y.length < 300; // true
 * ```
 */
export class OneSidedSelection extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, rows, amounts, codes, counts, classes } = data;
    const { nNeighbors, nSeedsS, nJobs, randomState } = this.params;
    const random = RandomState.from(randomState);
    const smallest = smallestClass(codes, counts);
    const kept: Int32Array[] = [];
    for (let c = 0; c < amounts.length; c++) {
      await run.step(c, amounts.length + 1, 'class');
      if (amounts[c] < 0) {
        kept.push(rows[c]);
        continue;
      }
      const seeds = drawSeeds(rows[c], nSeedsS, random);
      const others = rows[c].filter((row) => !seeds.includes(row));
      const known = concatRows([rows[smallest], seeds]);
      const settings = { k: nNeighbors ?? 1, nClasses: classes.length, nJobs, run };
      const votes = await VoteTable.start(X, others, known, codes, settings);
      kept.push(
        seeds,
        others.filter((_, i) => votes.predict(i) !== c),
      );
    }
    const selected = concatRows(kept);
    const left = { X: X.takeRows(selected), codes: selected.map((row) => codes[row]) };
    const links = await tomekLinks(left.X, left.codes, amounts, nJobs, run);
    return { rows: { order: selected.filter((_, i) => links[i] === 0) }, model: {} };
  }
}
