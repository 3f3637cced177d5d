import { describe, InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, declare, jobs, type ParamsOf, seed } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { MiniBatchKMeans } from '../../estimators/cluster/index.js';
import { nearestOthers, neighborCount, neighborsParam } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { allRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { overStrategyParam } from '../base/sampling_strategy.js';
import { generators } from '../base/seeds.js';
import { type Batch, drawBatch, withSynthetic } from './interpolate.js';

const autoOrNumber = (doc: string) =>
  custom<number | 'auto'>('auto', {
    doc,
    expected: "'auto' or a number",
    accepts: (value) => value === 'auto' || (typeof value === 'number' && Number.isFinite(value)),
    invalid: ['none', Number.NaN, null, {}],
  });

const declaration = declare('KMeansSMOTE', {
  samplingStrategy: overStrategyParam(),
  randomState: seed(),
  kNeighbors: neighborsParam(2, 'Neighbours among which the other end of a synthetic row is drawn.'),
  nJobs: jobs(),
  kmeansEstimator: custom<number | Estimator | null>(null, {
    doc: 'Clustering with nClusters and labels, or the number of clusters; null is MiniBatchKMeans with 8 clusters.',
    expected: 'an integer >= 1, a clusterer with nClusters, or null',
    accepts: (value) =>
      value === null ||
      (Number.isSafeInteger(value) && (value as number) >= 1) ||
      (isEstimator(value) && value.tags?.role === 'clusterer' && 'nClusters' in value.params),
    invalid: [0, 1.5, 'kmeans', {}],
  }),
  clusterBalanceThreshold: autoOrNumber(
    "Least share of the class in a cluster that is filled up; 'auto' is half the share of rows asked for.",
  ),
  densityExponent: autoOrNumber(
    "Power of the mean distance in a cluster's sparsity: higher gives sparse clusters more; 'auto' grows with its rows.",
  ),
});

/**
 * SMOTE within clusters in which the class is frequent, more rows where it is sparse: makes no rows between distant
 * groups. Costs one clustering and O(m^2 d) for m rows of the class in a cluster. Reference: imbalanced-learn
 * KMeansSMOTE (same rows for the same seed and clusters; the clustering is MiniBatchKMeans unless told otherwise); Last, Douzas
 * and Bacao (2017), arXiv:1711.00837.
 *
 * @example
 * ```ts
 * const { data, target } = makeBlobs({ nSamples: [100, 20, 20], randomState: 0 });
 * const { y } = await new KMeansSMOTE({ kmeansEstimator: 3, randomState: 0 }).fitResample(data, target);
 * y.length >= 300; // true: 100 or a few more of each class
 * ```
 */
export class KMeansSMOTE extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'over';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, amounts } = data;
    const next = generators(this.params.randomState);
    const total = amounts.reduce((sum, amount) => sum + Math.max(0, amount), 0);
    const batches: Batch[] = [];
    if (total === 0) return { rows: withSynthetic(X, batches), model: {} };
    const { labels, nClusters } = await this.cluster(X, run);
    for (let code = 0; code < amounts.length; code++) {
      if (amounts[code] <= 0) continue;
      await run.step(code, amounts.length, 'class');
      const groups = this.filledGroups(data, code, labels, nClusters, total);
      const sparsities: number[] = [];
      for (const rows of groups) sparsities.push(await sparsity(X, rows, this.params.densityExponent, run));
      const sum = sparsities.reduce((a, b) => a + b, 0);
      for (const [g, rows] of groups.entries()) {
        // Rows that are all equal have no spread to go by: then clusters count alike.
        const share = sum > 0 ? sparsities[g] / sum : 1 / groups.length;
        const points = X.takeRows(rows);
        const { kNeighbors, nJobs } = this.params;
        const { indices, k } = await nearestOthers(points, kNeighbors, run, { nJobs });
        const pairs = { points, rows, base: allRows(rows.length), neighbors: indices, k };
        batches.push(drawBatch(code, pairs, Math.ceil(amounts[code] * share), next()));
      }
    }
    return { rows: withSynthetic(X, batches), model: {} };
  }

  private async cluster(X: Matrix, run: Run): Promise<{ labels: Int32Array; nClusters: number }> {
    const { kmeansEstimator, randomState } = this.params;
    const given = isEstimator(kmeansEstimator) ? kmeansEstimator : undefined;
    const nClusters = given
      ? (given.params as { nClusters: number }).nClusters
      : Math.min(X.rows, typeof kmeansEstimator === 'number' ? kmeansEstimator : 8);
    const clusterer = given ? given.with({}) : new MiniBatchKMeans({ nClusters, randomState });
    await clusterer.fit(X, undefined, run.inner());
    return { labels: (clusterer as unknown as { labels: Int32Array }).labels, nClusters };
  }

  /** The rows of the class in each cluster that holds enough of them. */
  private filledGroups(
    { codes, amounts, classes, counts }: SamplerData,
    code: number,
    labels: Int32Array,
    nClusters: number,
    total: number,
  ): Int32Array[] {
    const { clusterBalanceThreshold, kNeighbors } = this.params;
    const given = clusterBalanceThreshold === 'auto' ? amounts[code] / total / 2 : clusterBalanceThreshold;
    const least = nClusters === 1 ? Number.NEGATIVE_INFINITY : given;
    const needed = neighborCount(kNeighbors) + 1;
    const groups: Int32Array[] = [];
    for (let g = 0; g < nClusters; g++) {
      let size = 0;
      const rows: number[] = [];
      for (let i = 0; i < labels.length; i++) {
        if (labels[i] !== g) continue;
        size++;
        if (codes[i] === code) rows.push(i);
      }
      if (rows.length >= needed && rows.length / size >= least) groups.push(Int32Array.from(rows));
    }
    if (groups.length > 0) return groups;
    throw new InvalidInputError(
      `${this.type}: none of the ${nClusters} clusters holds at least ${needed} rows and a share of ${Number(least.toPrecision(3))} of class ${describe(classes[code])}. Got ${counts[code]} rows of it. Lower clusterBalanceThreshold or kNeighbors, or change the number of clusters.`,
      { estimator: this.type, parameter: 'clusterBalanceThreshold', remedy: 'lower clusterBalanceThreshold' },
    );
  }
}

/** Mean distance between the rows to a power, over their number. O(m^2 d) without keeping distances. */
async function sparsity(
  { data, columns: d }: Matrix,
  rows: Int32Array,
  densityExponent: number | 'auto',
  run: Run,
): Promise<number> {
  const m = rows.length;
  let sum = 0;
  for (let i = 1; i < m; i++) {
    if (run.due) await run.breathe();
    for (let j = 0; j < i; j++) {
      let square = 0;
      for (let a = rows[i] * d, b = rows[j] * d, end = a + d; a < end; a++, b++) {
        const gap = data[a] - data[b];
        square += gap * gap;
      }
      sum += Math.sqrt(square);
    }
  }
  const mean = (2 * sum) / (m * m - m);
  const exponent = densityExponent === 'auto' ? (Math.log(m) / Math.log(1.6)) ** 1.8 * 0.16 : densityExponent;
  return mean ** exponent / m;
}
