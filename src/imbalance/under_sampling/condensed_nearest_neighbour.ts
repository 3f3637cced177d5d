import { declare, int, jobs, nullable, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import type { Resampling } from '../base/resampling.js';
import { concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { cleaningStrategyParam } from '../base/sampling_strategy.js';
import { smallestClass } from '../base/target.js';
import { VoteTable } from './vote_table.js';

/** The parameters of methods that grow a set of rows from seeds. */
export const seedParams = {
  samplingStrategy: cleaningStrategyParam(),
  randomState: seed(),
  nNeighbors: nullable(int(1, { min: 1, doc: 'Neighbours that vote; null is 1.' })),
  nSeedsS: int(1, { min: 1, doc: 'Random rows of each class to start from.' }),
  nJobs: jobs(),
};

const declaration = declare('CondensedNearestNeighbour', seedParams);

/**
 * Keeps the rows of larger classes that nearest neighbours need to tell the classes apart: starts from the smallest
 * class and a random row, and adds each row that is misjudged. O(s n d) for s rows kept. Reference:
 * imbalanced-learn CondensedNearestNeighbour (same rows for the same seed); Hart, IEEE TIT 14 (1968) 515.
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * (await new CondensedNearestNeighbour({ randomState: 0 }).fitResample(data, target)).y.length < 200; // true
 * ```
 */
export class CondensedNearestNeighbour extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'clean';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { rows, amounts, codes, counts } = data;
    const random = RandomState.from(this.params.randomState);
    const smallest = smallestClass(codes, counts);
    const kept: Int32Array[] = [];
    for (let c = 0; c < amounts.length; c++) {
      await run.step(c, amounts.length, 'class');
      if (amounts[c] < 0) {
        kept.push(rows[c]);
        continue;
      }
      const seeds = drawSeeds(rows[c], this.params.nSeedsS, random);
      kept.push(await condense(data, c, seeds, concatRows([rows[smallest], seeds]), this.params, run));
    }
    return { rows: { order: concatRows(kept) }, model: {} };
  }
}

/** Random rows of a class, with replacement. */
export function drawSeeds(members: Int32Array, size: number, random: RandomState): Int32Array {
  return Int32Array.from(random.randint(0, members.length, size), (i) => members[i]);
}

async function condense(
  { X, codes, classes, rows }: SamplerData,
  c: number,
  seeds: Int32Array,
  known: Int32Array,
  { nNeighbors, nJobs }: { nNeighbors: number | null; nJobs: number | null },
  run: Run,
): Promise<Int32Array> {
  const members = rows[c];
  const settings = { k: nNeighbors ?? 1, nClasses: classes.length, nJobs, run };
  const votes = await VoteTable.start(X, members, known, codes, settings);
  const kept = Array.from(seeds);
  // As in imbalanced-learn, rows of X that were taken also excuse the members at the positions of that number.
  const excused = new Uint8Array(members.length);
  const excuseTaken = (): void => {
    for (const row of kept) if (row < excused.length) excused[row] = 1;
  };
  excuseTaken();
  for (let i = 0; i < members.length; i++) {
    if (run.due) await run.step(i, members.length, 'rows');
    if (excused[i] === 1 || votes.predict(i) === c) continue;
    kept.push(members[i]);
    votes.add(members[i], c);
    for (let j = 0; j < members.length; j++) excused[j] = votes.predict(j) === c ? 1 : 0;
    excuseTaken();
  }
  return Int32Array.from(kept);
}
