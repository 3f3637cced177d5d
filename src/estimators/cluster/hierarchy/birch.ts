import { InvalidParameterError } from '../../../core/errors.js';
import { featureInfo } from '../../../core/features.js';
import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, custom, declare, int, type ParamsOf, real } from '../../../core/params.js';
import { type Estimator, isEstimator, type Target } from '../../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { fillDistances } from '../../../kernels/distance_blocks.js';
import { resolveMetric } from '../../../kernels/distances.js';
import { momentsOf } from '../../../kernels/linalg/index.js';
import { ClustererBase, type ClustererData } from '../../base/clusterer.js';
import { nearestCenters } from '../k_means_base.js';
import { AgglomerativeClustering } from './agglomerative_clustering.js';
import { copyTree, emptyTree, type FeatureTree, insertRow, leafCentroids } from './feature_tree.js';

/** A clusterer of the subclusters. */
interface GlobalClusterer extends Estimator {
  fitPredict(X: MatrixLike, y?: Target, options?: FitOptions): Promise<Int32Array>;
}

const isClusterer = (value: unknown): boolean =>
  isEstimator(value) && 'fitPredict' in value && typeof value.fitPredict === 'function';

const declaration = declare('Birch', {
  threshold: real(0.5, { min: 0, doc: 'Largest radius of a subcluster after a row is added to it.' }),
  branchingFactor: int(50, { min: 2, doc: 'Most subclusters of a node of the tree.' }),
  nClusters: custom<number | null | GlobalClusterer>(3, {
    doc: 'Clusters that the subclusters are joined into by AgglomerativeClustering; or a clusterer; null leaves them.',
    expected: 'an integer >= 1, a clusterer or null',
    accepts: (value) =>
      value === null || (Number.isInteger(value) && (value as number) >= 1) || isClusterer(value),
    invalid: [0, 1.5, 'three', {}],
  }),
  computeLabels: bool(true, { doc: 'Whether `fit` labels its rows.' }),
});

interface BirchModel {
  readonly labels: Int32Array;
  readonly tree: FeatureTree;
  /** m x d. */
  readonly centers: Matrix;
  /** Cluster of each subcluster (m). */
  readonly clusters: Int32Array;
}

/**
 * Reads rows once into a tree of small subclusters, and then clusters those. Use it for very many rows, for rows that
 * come in parts (`partialFit`), or to thin data out before a slower clusterer.
 *
 * O(n d b log m) for m subclusters and branching factor b; memory of the order of m d.
 * References: Zhang, Ramakrishnan & Livny, SIGMOD 1996; scikit-learn Birch.
 *
 * @throws InvalidInputError for unusable data.
 * @example
 * ```ts
 * const model = await new Birch({ nClusters: 2 }).fit([[0], [0.1], [9], [9.2]]);
 * model.labels; // Int32Array [0, 0, 1, 1], or the other way round
 * ```
 */
export class Birch extends ClustererBase<typeof declaration, BirchModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer');
  }

  /** Learns from more rows; without rows only the subclusters are clustered again. */
  async partialFit(X?: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    if (X === undefined) {
      const model = this.learned('partialFit');
      const clusters = await this.clusterAll(model.centers, run);
      return this.setFitted({ ...this.seen(), model: { ...model, clusters } });
    }
    const matrix = this.isFitted ? this.checkX(X, 'partialFit') : this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const before = this.isFitted ? copyTree(this.learned('partialFit').tree) : undefined;
    const model = await this.grow(matrix, before, run);
    return this.setFitted({ ...(before ? this.seen() : featureInfo(matrix)), model });
  }

  /** The cluster of the subcluster nearest to each row of X (n x d). O(n m d). */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const matrix = this.checkX(X, 'predict');
    const { centers, clusters } = this.learned('predict');
    return labelsOf(matrix, centers, clusters, new Run(this.type, options));
  }

  /** Distances of the rows of X (n x d) to the centres of the subclusters: n x m. */
  async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'transform');
    const { centers } = this.learned('transform');
    const run = new Run(this.type, options);
    const result = Matrix.zeros(matrix.rows, centers.rows);
    const metric = resolveMetric('euclidean', {}, matrix.columns);
    const all = { data: centers.data, columns: centers.columns, start: 0, end: centers.rows };
    const block = Math.max(1, Math.floor(1e7 / (centers.rows * (matrix.columns + 1))));
    for (let start = 0; start < matrix.rows; start += block) {
      const end = Math.min(matrix.rows, start + block);
      const out = result.data.subarray(start * centers.rows, end * centers.rows);
      fillDistances(metric, { data: matrix.data, columns: matrix.columns, start, end }, all, out);
      await run.breathe();
    }
    return result.withColumnNames(this.getFeatureNamesOut());
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: birch0, birch1, ... */
  getFeatureNamesOut(): string[] {
    return Array.from({ length: this.subclusterCenters.rows }, (_, j) => `birch${j}`);
  }

  /** Centres of the subclusters, m x d. */
  get subclusterCenters(): Matrix {
    return this.learned('subclusterCenters').centers;
  }

  /** Cluster of each subcluster (m). */
  get subclusterLabels(): Int32Array {
    return this.learned('subclusterLabels').clusters;
  }

  /** Cluster of each row of the last fit. @throws InvalidParameterError when `computeLabels` is off. */
  override get labels(): Int32Array {
    const { labels } = this.learned('labels');
    if (this.params.computeLabels) return labels;
    throw new InvalidParameterError(
      `${this.type}: labels were not made. Set computeLabels, or call predict.`,
      { estimator: this.type, parameter: 'computeLabels', remedy: 'call predict' },
    );
  }

  protected train({ X }: ClustererData, run: Run): Promise<BirchModel> {
    return this.grow(X, undefined, run);
  }

  private async grow(X: Matrix, before: FeatureTree | undefined, run: Run): Promise<BirchModel> {
    const d = X.columns;
    // Relative to a point amid the rows: radii are differences of squares, which lose digits far from 0.
    const tree = before ?? emptyTree(momentsOf(X).mean, this.params);
    const { origin } = tree;
    const row = new Float64Array(d);
    for (let i = 0, at = 0; i < X.rows; i++) {
      for (let j = 0; j < d; j++, at++) row[j] = X.data[at] - origin[j];
      insertRow(tree, row, this.params);
      if ((i & 63) === 0 && run.due) await run.step(i + 1, X.rows, 'rows');
    }
    const centers = Matrix.of(
      leafCentroids(tree).map((value, at) => value + origin[at % d]),
      d,
    );
    const clusters = await this.clusterAll(centers, run);
    const labels = this.params.computeLabels ? await labelsOf(X, centers, clusters, run) : new Int32Array(0);
    return { labels, tree, centers, clusters };
  }

  private async clusterAll(centers: Matrix, run: Run): Promise<Int32Array> {
    const { nClusters } = this.params;
    const each = (): Int32Array => Int32Array.from({ length: centers.rows }, (_, i) => i);
    if (nClusters === null) return each();
    if (typeof nClusters !== 'number') return nClusters.with({}).fitPredict(centers, undefined, run.inner());
    if (centers.rows < nClusters) {
      warn(
        new ConvergenceWarning(
          `found ${centers.rows} subclusters, fewer than the ${nClusters} clusters asked for: lower the threshold`,
          this.type,
        ),
      );
      return each();
    }
    if (centers.rows === 1) return each();
    return new AgglomerativeClustering({ nClusters }).fitPredict(centers, undefined, run.inner());
  }

  private seen(): { nFeaturesIn: number; featureNamesIn?: readonly string[] } {
    return { nFeaturesIn: this.nFeaturesIn, featureNamesIn: this.featureNamesIn };
  }
}

async function labelsOf(X: Matrix, centers: Matrix, clusters: Int32Array, run: Run): Promise<Int32Array> {
  return (await nearestCenters(X, centers, run)).map((subcluster) => clusters[subcluster]);
}
