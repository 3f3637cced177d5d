import { describe, InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { declare, int, jobs, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { type NeighborsOption, nearest, neighborsParam } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { underStrategyParam } from '../base/sampling_strategy.js';
import { smallestClass } from '../base/target.js';

const OWN = 'Rows of the smallest class to which distances are averaged.';

const declaration = declare('NearMiss', {
  samplingStrategy: underStrategyParam(),
  version: int(1, {
    min: 1,
    max: 3,
    doc: 'Keep rows near the nearest (1) or the farthest (2) rows of the smallest class, or far ones among its neighbours (3).',
  }),
  nNeighbors: neighborsParam(3, OWN),
  nNeighborsVer3: neighborsParam(
    3,
    'Version 3: neighbours of each row of the smallest class that are considered.',
  ),
  nJobs: jobs(),
});

/**
 * Keeps the rows of larger classes that lie near the smallest class, in one of three senses. Sensitive to noise;
 * clean first. O(n m d) at most, for m rows of the smallest class. A NearestNeighbors given for the neighbours
 * counts all of its nNeighbors here. Reference: imbalanced-learn NearMiss (same rows); Mani and Zhang, ICML
 * workshop (2003).
 *
 * @example
 * ```ts
 * const { data, target } = makeClassification({ nSamples: 300, weights: [0.8], randomState: 1 });
 * const { y } = await new NearMiss({ version: 2 }).fitResample(data, target);
 * y.length < 150; // true
 * ```
 */
export class NearMiss extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'under';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, rows, amounts, classes, codes, counts } = data;
    const smallest = smallestClass(codes, counts);
    const targets = X.takeRows(rows[smallest]);
    this.requireRows(targets.rows, this.params.nNeighbors, 'nNeighbors', describe(classes[smallest]));
    const kept: Int32Array[] = [];
    for (let c = 0; c < amounts.length; c++) {
      await run.step(c, amounts.length, 'class');
      if (amounts[c] < 0) {
        kept.push(rows[c]);
        continue;
      }
      let candidates = rows[c];
      if (this.params.version === 3)
        candidates = await this.shortlist(X, candidates, targets, classes[c], run);
      if (candidates.length < amounts[c]) {
        const message = `class ${describe(classes[c])} keeps ${candidates.length} rows, not the ${amounts[c]} asked for: no more are neighbours of the smallest class. Raise nNeighborsVer3.`;
        warn(new DataWarning(message, this.type));
      }
      const sums = await this.distanceSums(X.takeRows(candidates), targets, run);
      const sign = this.params.version === 3 ? -1 : 1;
      const order = Int32Array.from(candidates.keys()).sort((a, b) => sign * (sums[a] - sums[b]) || a - b);
      kept.push(order.subarray(0, amounts[c]).map((i) => candidates[i]));
    }
    return { rows: { order: concatRows(kept) }, model: {} };
  }

  /** Rows of a class that are neighbours of the smallest class. */
  private async shortlist(
    X: Matrix,
    members: Int32Array,
    targets: Matrix,
    label: unknown,
    run: Run,
  ): Promise<Int32Array> {
    const { nNeighborsVer3, nJobs } = this.params;
    const k = countOf(nNeighborsVer3);
    this.requireRows(members.length, nNeighborsVer3, 'nNeighborsVer3', describe(label));
    const { indices } = await nearest(X.takeRows(members), targets, k, nNeighborsVer3, run, nJobs);
    return Int32Array.from(new Set(indices))
      .sort()
      .map((i) => members[i]);
  }

  /** Sum of the distances from each query to its k nearest (version 2: farthest) targets, in increasing order. */
  private async distanceSums(queries: Matrix, targets: Matrix, run: Run): Promise<Float64Array> {
    const { version, nNeighbors, nJobs } = this.params;
    const k = countOf(nNeighbors);
    if (version === 2 && typeof nNeighbors === 'number') return farthestSums(queries, targets, k, run);
    const wide = version === 2 ? targets.rows : k;
    const { distances } = await nearest(targets, queries, wide, nNeighbors, run, nJobs);
    return Float64Array.from({ length: queries.rows }, (_, i) => {
      let sum = 0;
      for (let j = (i + 1) * wide - k; j < (i + 1) * wide; j++) sum += distances[j];
      return sum;
    });
  }

  private requireRows(rows: number, option: NeighborsOption, parameter: string, label: string): void {
    const k = countOf(option);
    if (rows >= k) return;
    throw new InvalidInputError(
      `${this.type}: class ${label} is too small for ${parameter} = ${k}. Got ${rows} row(s). Lower ${parameter} to at most ${rows}.`,
      { estimator: this.type, parameter, received: `${rows} rows`, remedy: `lower ${parameter}` },
    );
  }
}

function countOf(option: NeighborsOption): number {
  return typeof option === 'number' ? option : option.params.nNeighbors;
}

/** Sum of the distances to the k farthest targets, without keeping all distances. O(n m d). */
async function farthestSums(queries: Matrix, targets: Matrix, k: number, run: Run): Promise<Float64Array> {
  const d = queries.columns;
  const [a, b] = [queries.data, targets.data];
  const result = new Float64Array(queries.rows);
  const top = new Float64Array(k);
  for (let i = 0; i < queries.rows; i++) {
    if (run.due) await run.breathe();
    top.fill(-1);
    for (let t = 0, to = 0; t < targets.rows; t++) {
      let sum = 0;
      for (let j = i * d, end = j + d; j < end; j++, to++) {
        const gap = a[j] - b[to];
        sum += gap * gap;
      }
      if (sum <= top[0]) continue;
      let place = 0;
      while (place + 1 < k && top[place + 1] < sum) top[place] = top[++place];
      top[place] = sum;
    }
    for (let j = 0; j < k; j++) result[i] += Math.sqrt(top[j]);
  }
  return result;
}
