import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, oneOf, type ParamsOf, seed } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { KMeans } from '../../estimators/cluster/index.js';
import { nearest } from '../base/neighbors.js';
import type { Resampling } from '../base/resampling.js';
import { concatFloats, concatRows } from '../base/rows.js';
import { SamplerBase, type SamplerData } from '../base/sampler.js';
import { underStrategyParam } from '../base/sampling_strategy.js';

const declaration = declare('ClusterCentroids', {
  samplingStrategy: underStrategyParam(),
  randomState: seed(),
  estimator: custom<Estimator | null>(null, {
    doc: 'Clustering with the parameter nClusters that learns clusterCenters; null is KMeans.',
    expected: 'a clusterer with nClusters, or null',
    accepts: (value) =>
      value === null ||
      (isEstimator(value) && value.tags?.role === 'clusterer' && 'nClusters' in value.params),
    invalid: [3, 'kmeans', {}],
  }),
  voting: oneOf(['auto', 'hard', 'soft'], 'auto', {
    doc: "'soft' (as 'auto') takes the centres themselves, 'hard' the row nearest to each centre.",
  }),
});

/**
 * Replaces the rows of larger classes by the centres of as many clusters as rows are wanted. Keeps the shape of a
 * class better than dropping rows at random, at the cost of a clustering with many clusters. A centre weighs the mean
 * of its cluster. Reference: imbalanced-learn ClusterCentroids (the same rows for the same clusters); Yen and Lee,
 * Expert Systems with Applications 36 (2009) 5718.
 *
 * @example
 * ```ts
 * const { data, target } = makeBlobs({ nSamples: [60, 10], randomState: 0 });
 * const { X, y } = await new ClusterCentroids({ randomState: 0 }).fitResample(data, target);
 * y.length; // 20
 * ```
 */
export class ClusterCentroids extends SamplerBase<typeof declaration> {
  static readonly declaration = declaration;
  protected readonly kind = 'under';

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async resample(data: SamplerData, run: Run): Promise<{ rows: Resampling; model: object }> {
    const { X, rows, amounts } = data;
    const hard = this.params.voting === 'hard';
    const order: Int32Array[] = [];
    const made: Centres[] = [];
    let size = 0;
    for (let code = 0; code < amounts.length; code++) {
      await run.step(code, amounts.length, 'class');
      if (amounts[code] < 0) order.push(rows[code]);
      if (amounts[code] <= 0) continue;
      const centres = await this.centres(data, code, run);
      if (hard) {
        order.push(centres.from);
        continue;
      }
      order.push(centres.from.map((_, i) => X.rows + size + i));
      size += centres.from.length;
      made.push(centres);
    }
    const cells = Matrix.of(concatFloats(made.map((part) => part.cells)), X.columns);
    return {
      rows: {
        order: concatRows(order),
        made: {
          cells,
          codes: concatRows(made.map(({ from, code }) => new Int32Array(from.length).fill(code))),
          from: concatRows(made.map(({ from }) => from)),
          ...(data.sampleWeight && {
            weights: concatFloats(made.map((part) => part.weights as Float64Array)),
          }),
        },
      },
      model: {},
    };
  }

  /** The centres of a class, the row nearest to each, and the mean weight of its cluster. */
  private async centres(
    { X, rows, amounts, sampleWeight }: SamplerData,
    code: number,
    run: Run,
  ): Promise<Centres> {
    const { estimator, randomState } = this.params;
    const members = rows[code];
    const points = X.takeRows(members);
    const nClusters = amounts[code];
    const clusterer = estimator
      ? estimator.with({ nClusters } as object)
      : new KMeans({ nClusters, randomState });
    await clusterer.fit(points, undefined, run.inner());
    const { clusterCenters, labels } = clusterer as unknown as {
      clusterCenters?: Matrix;
      labels?: Int32Array;
    };
    if (!(clusterCenters instanceof Matrix)) {
      throw new InvalidInputError(
        `${this.type}: parameter 'estimator' must learn clusterCenters. Got ${clusterer.type} without. Pass a KMeans.`,
        { estimator: this.type, parameter: 'estimator', received: clusterer.type, remedy: 'pass a KMeans' },
      );
    }
    const { indices } = await nearest(points, clusterCenters, 1, 1, run);
    const from = indices.map((i) => members[i]);
    const weights = sampleWeight && meanWeights(sampleWeight, members, from, labels);
    return { code, cells: clusterCenters.data, from, weights };
  }
}

interface Centres {
  readonly code: number;
  readonly cells: Float64Array;
  readonly from: Int32Array;
  readonly weights: Float64Array | undefined;
}

function meanWeights(
  sampleWeight: Float64Array,
  members: Int32Array,
  from: Int32Array,
  labels: Int32Array | undefined,
): Float64Array {
  const sums = new Float64Array(from.length);
  const counts = new Float64Array(from.length);
  labels?.forEach((label, i) => {
    if (label < 0) return;
    sums[label] += sampleWeight[members[i]];
    counts[label]++;
  });
  return sums.map((sum, c) => (counts[c] > 0 ? sum / counts[c] : sampleWeight[from[c]]));
}
