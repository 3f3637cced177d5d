import { featureInfo } from '../../core/features.js';
import { inputError, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { declare, int, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { BaseEstimator } from '../../estimators/base/index.js';
import { guarded, loadKMeans, mlPackage } from './packages.js';

interface KMeansPackage {
  kmeans(
    X: number[][],
    k: number,
    options: object,
  ): {
    readonly clusters: number[];
    readonly centroids: number[][];
    readonly converged: boolean;
    readonly iterations: number;
  };
}

const PACKAGE = 'ml-kmeans';

const declaration = declare('MlKMeans', {
  nClusters: int(8, { min: 1, doc: 'Number of clusters.' }),
  initialization: oneOf(['kmeans++', 'random', 'mostDistant'], 'kmeans++', {
    doc: 'How ml-kmeans chooses the first centres.',
  }),
  maxIterations: int(100, { min: 1, doc: 'Most iterations.' }),
  tolerance: real(1e-6, { min: 0, doc: 'Squared movement of every centre that counts as none.' }),
  seed: int(42, { min: 0, max: 2 ** 31 - 1, doc: 'Seed of the first centres.' }),
});

interface MlKMeansModel {
  readonly clusterCenters: Matrix;
  readonly labels: Int32Array;
  readonly nIter: number;
  readonly inertia: number;
}

/**
 * The k-means of `ml-kmeans` (an optional peer package) as a clusterer of ours. Use it to compare. Options are named
 * as in ml.js. Reference: mljs/kmeans.
 *
 * @throws InvalidInputError when the package is not installed, or refuses, or there are fewer rows than clusters.
 * @example
 * ```ts
 * const clusters = await new MlKMeans({ nClusters: 2, seed: 0 }).fit([[0, 1], [1, 0], [8, 9], [9, 8]]);
 * new Set(clusters.labels).size; // 2
 * ```
 */
export class MlKMeans extends BaseEstimator<typeof declaration, MlKMeansModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('clusterer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Finds the clusters of X (n x d); y is ignored. */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const { nClusters, ...given } = this.params;
    if (matrix.rows < nClusters) {
      throw inputError(
        this.type,
        'X',
        `must have a row for each of the ${nClusters} clusters`,
        `${matrix.rows} rows`,
        'Lower nClusters.',
      );
    }
    const { kmeans } = await mlPackage<KMeansPackage>(this.type, PACKAGE, loadKMeans);
    await run.step(0, 1, 'model');
    const found = guarded(this.type, PACKAGE, () => kmeans(matrix.to2DArray(), nClusters, given));
    await run.step(1, 1, 'model');
    if (!found.converged) {
      warn(
        new ConvergenceWarning(
          `did not converge in ${given.maxIterations} iterations: raise maxIterations.`,
          this.type,
        ),
      );
    }
    const clusterCenters = Matrix.from2DArray(found.centroids);
    const { labels, inertia } = nearest(matrix, clusterCenters);
    const model = { clusterCenters, labels, nIter: found.iterations, inertia };
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** The nearest centre of each row of X. */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const matrix = this.checkX(X, 'predict');
    await new Run(this.type, options).breathe();
    return nearest(matrix, this.clusterCenters).labels;
  }

  /** `fit`, and the cluster of each row. */
  async fitPredict(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Int32Array> {
    await this.fit(X, y, options);
    return this.labels;
  }

  /** k x d. */
  get clusterCenters(): Matrix {
    return this.learned('clusterCenters').clusterCenters;
  }

  /** The cluster of each training row. */
  get labels(): Int32Array {
    return this.learned('labels').labels;
  }

  /** Iterations that were done. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** Sum of the squared distances of the training rows from their centres. */
  get inertia(): number {
    return this.learned('inertia').inertia;
  }
}

/** The nearest centre of each row, ties to the first, and the sum of the squared distances. */
function nearest(X: Matrix, centers: Matrix): { labels: Int32Array; inertia: number } {
  const { rows, columns: d, data } = X;
  const labels = new Int32Array(rows);
  let inertia = 0;
  for (let i = 0; i < rows; i++) {
    let best = Number.POSITIVE_INFINITY;
    for (let c = 0; c < centers.rows; c++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += (data[i * d + j] - centers.data[c * d + j]) ** 2;
      if (sum >= best) continue;
      best = sum;
      labels[i] = c;
    }
    inertia += best;
  }
  return { labels, inertia };
}
