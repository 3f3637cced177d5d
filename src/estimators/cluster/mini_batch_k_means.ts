import { checkFeatures, featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, nullable, type ParamsOf, real } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { cumulative, positionsIn } from '../../core/random/choice.js';
import { RandomState } from '../../core/random.js';
import { type FitOptions, Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { takeRows } from '../../core/take.js';
import type { ClustererData } from '../base/clusterer.js';
import {
  firstCenters,
  KMeansBase,
  type KMeansModel,
  kMeansSpecs,
  momentsOf,
  nearestCenters,
} from './k_means_base.js';
import { inertiaOf } from './lloyd.js';
import { miniBatchStep, nearest } from './mini_batch_step.js';

const declaration = declare('MiniBatchKMeans', {
  ...kMeansSpecs,
  maxIter: int(100, { min: 1, doc: 'Most passes over as many rows as X has.' }),
  tol: real(0, {
    min: 0,
    doc: 'Stop when the squared movement of the centres is at most this share of the mean variance; 0 never does.',
  }),
  batchSize: int(1024, { min: 1, doc: 'Rows drawn per step.' }),
  computeLabels: bool(true, {
    doc: 'Label all rows in the end; false leaves the labels empty and is quicker.',
  }),
  maxNoImprovement: nullable(
    int(10, {
      min: 0,
      doc: 'Stop after this many steps without a better (smoothed) inertia; null goes on.',
    }),
    10,
  ),
  initSize: nullable(
    int(1, { min: 1, doc: 'Rows that first centres are drawn from; null is 3 batches, or 3 per cluster.' }),
  ),
  reassignmentRatio: real(0.01, {
    min: 0,
    doc: 'Centres with less than this share of the rows of the largest are put elsewhere from time to time.',
  }),
});

interface MiniBatchModel extends KMeansModel {
  /** Rows that each centre has had. */
  readonly counts: Float64Array;
  readonly nSteps: number;
  /** For partialFit: rows since centres were put elsewhere, and the seed of the next draws. */
  readonly sinceReassign: number;
  readonly nextSeed: number;
}

/**
 * k-means that looks at a batch of drawn rows at a time: a little worse than `KMeans` and much quicker on many rows; it
 * also learns in pieces (`partialFit`). O(batchSize k d) per step. References: Sculley, WWW 2010; scikit-learn
 * MiniBatchKMeans (the same draws for the same seed).
 *
 * @throws InvalidInputError for fewer rows than clusters.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 3000, centers: 3, randomState: 0 });
 * const model = await new MiniBatchKMeans({ nClusters: 3, randomState: 0 }).fit(data);
 * model.clusterCenters.rows; // 3
 * ```
 */
export class MiniBatchKMeans extends KMeansBase<typeof declaration, MiniBatchModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer', { sampleWeight: true });
  }

  protected async train({ X, sampleWeight }: ClustererData, run: Run): Promise<MiniBatchModel> {
    const { nClusters: k, maxIter, tol, maxNoImprovement, reassignmentRatio, computeLabels } = this.params;
    this.checkRows(X.rows, k);
    const n = X.rows;
    const batch = Math.min(this.params.batchSize, n);
    const random = RandomState.from(this.params.randomState);
    const { mean, variance } = momentsOf(X);
    const limit = tol * variance;
    const centers = this.start(X, sampleWeight, batch, random);
    const counts = new Float64Array(k);
    const steps = Math.floor((maxIter * n) / batch);
    // Rows are drawn by their weights, so that in a batch all count the same.
    const total = sampleWeight ? sampleWeight.reduce((sum, w) => sum + w, 0) : n;
    const cdf = cumulative(
      sampleWeight ? sampleWeight.map((w) => w / total) : new Float64Array(n).fill(1 / n),
    );
    let since = 0;
    let smoothed = Number.NaN;
    let best = Number.POSITIVE_INFINITY;
    let worse = 0;
    let done = 0;
    for (let step = 0; step < steps; step++) {
      const rows = positionsIn(cdf, random.randomSample(batch));
      since += batch;
      const reassign = counts.some((count) => count === 0) || since >= 10 * k;
      if (reassign) since = 0;
      const before = tol > 0 ? centers.data.slice() : undefined;
      const inertia =
        miniBatchStep(
          X.takeRows(rows),
          undefined,
          centers,
          counts,
          random,
          reassign ? reassignmentRatio : 0,
        ) / batch;
      done = step + 1;
      await run.step(done, steps, 'batch');
      if (step === 0) continue;
      const share = Math.min(1, (2 * batch) / (n + 1));
      smoothed = Number.isNaN(smoothed) ? inertia : smoothed * (1 - share) + inertia * share;
      if (before) {
        let moved = 0;
        for (let at = 0; at < before.length; at++) moved += (centers.data[at] - before[at]) ** 2;
        if (moved <= limit) break;
      }
      if (smoothed < best) {
        best = smoothed;
        worse = 0;
      } else {
        worse++;
      }
      if (maxNoImprovement !== null && worse >= maxNoImprovement) break;
    }
    const labels = computeLabels ? await nearestCenters(X, centers, run) : new Int32Array(0);
    if (computeLabels) this.warnFewer(new Set(labels).size, k);
    const whole = { X, origin: new Float64Array(mean.length), sampleWeight };
    const inertia = computeLabels ? inertiaOf(whole, centers.data, labels) : smoothed * n;
    const nIter = Math.ceil((done * batch) / n);
    return {
      labels,
      centers,
      inertia,
      nIter,
      counts,
      nSteps: done,
      sinceReassign: since,
      nextSeed: random.nextSeed(),
    };
  }

  /** Learns from a further batch of rows; the first call draws the centres from it. */
  async partialFit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const before = this.fitted;
    const matrix = this.checkFitX(X);
    if (before) checkFeatures(matrix, before, this.type);
    const weight = this.checkWeights(options, matrix.rows);
    const { nClusters: k, randomState, reassignmentRatio } = this.params;
    if (!before) this.checkRows(matrix.rows, k);
    await run.step(0, 1, 'batch');
    const random = before ? new RandomState(before.model.nextSeed) : RandomState.from(randomState);
    const centers = before
      ? before.model.centers.clone()
      : this.start(matrix, weight, Math.min(this.params.batchSize, matrix.rows), random);
    const counts = before ? before.model.counts.slice() : new Float64Array(k);
    let since = (before?.model.sinceReassign ?? 0) + matrix.rows;
    const reassign = counts.some((count) => count === 0) || since >= 10 * k;
    if (reassign) since = 0;
    const inertia = miniBatchStep(matrix, weight, centers, counts, random, reassign ? reassignmentRatio : 0);
    const labels = nearest(matrix, weight, centers).labels;
    const nSteps = (before?.model.nSteps ?? 0) + 1;
    const model = { labels, centers, inertia, nIter: 1, counts, nSteps, sinceReassign: since };
    return this.setFitted({
      ...(before ?? featureInfo(matrix)),
      model: { ...model, nextSeed: random.nextSeed() },
    });
  }

  /** Number of batches that were looked at. */
  get nSteps(): number {
    return this.learned('nSteps').nSteps;
  }

  /** The best of some first centres on rows drawn to judge them. */
  private start(
    X: Matrix,
    sampleWeight: Float64Array | undefined,
    batch: number,
    random: RandomState,
  ): Matrix {
    const { nClusters: k, init, nInit, initSize } = this.params;
    const n = X.rows;
    let size = initSize ?? 3 * batch;
    if (size < k) size = 3 * k;
    size = Math.min(size, n);
    const judges = random.randint(0, n, size);
    const valid = X.takeRows(judges);
    const validWeight = sampleWeight && takeRows(sampleWeight, judges);
    const drawn = init === 'random' || typeof init === 'function';
    const runs = typeof init === 'object' ? 1 : nInit === 'auto' ? (drawn ? 3 : 1) : nInit;
    let best: Matrix | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (let r = 0; r < runs; r++) {
      const rows = size < n && typeof init !== 'object' ? random.randint(0, n, size) : undefined;
      const part = rows ? X.takeRows(rows) : X;
      const weight = rows && sampleWeight ? takeRows(sampleWeight, rows) : sampleWeight;
      const centers = firstCenters(part, k, init, weight, random, this.type);
      const { inertia } = nearest(valid, validWeight, centers);
      if (best && !(inertia < least)) continue;
      best = centers;
      least = inertia;
    }
    return Matrix.of((best as Matrix).data.slice(), X.columns);
  }
}
