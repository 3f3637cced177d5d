import { InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, declare, int, jobs, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { type KernelName, kernelMetrics, pairwiseKernels } from '../../metrics/index.js';
import { ClustererBase, type ClustererData } from '../base/clusterer.js';
import {
  type Affinity,
  checkNeighbors,
  givenAffinity,
  neighborAffinity,
  shownAffinity,
} from '../manifold/spectral/affinity.js';
import { laplacianMap } from '../manifold/spectral/laplacian_map.js';
import { eigenSolver, eigenTol } from '../manifold/spectral/spectral_embedding.js';
import type { SparseRows } from '../neighbors/index.js';
import { KMeans } from './k_means.js';
import { byPivots, discretized } from './spectral_labels.js';

type RowKernel = (a: Float64Array, b: Float64Array) => number;
const GRAPHS = ['nearest_neighbors', 'precomputed', 'precomputed_nearest_neighbors'] as const;
const KERNELS = [...kernelMetrics().keys()] as KernelName[];
type SpectralAffinity = (typeof GRAPHS)[number] | KernelName | RowKernel;

const declaration = declare('SpectralClustering', {
  nClusters: int(8, { min: 1, doc: 'Number of clusters.' }),
  eigenSolver,
  nComponents: nullable(int(8, { min: 1, doc: 'Eigenvectors to use; null for nClusters.' })),
  randomState: seed(),
  nInit: int(10, { min: 1, doc: "Runs of 'kmeans' with other first centres, of which the best is kept." }),
  gamma: real(1, { min: 0, doc: 'Coefficient of rbf, poly, sigmoid, laplacian and chi2.' }),
  affinity: custom<SpectralAffinity>('rbf', {
    doc: 'How alike rows are: a kernel by name, a function of two rows, a graph of nearest neighbours, or given values.',
    expected: `one of ${[...KERNELS, ...GRAPHS].map((name) => `'${name}'`).join(', ')}, or a function of two rows`,
    accepts: (value) =>
      typeof value === 'function' ||
      GRAPHS.includes(value as 'precomputed') ||
      KERNELS.includes(value as KernelName),
    invalid: ['no such affinity', 3, null],
  }),
  nNeighbors: int(10, { min: 1, doc: 'Neighbours of the graph, each row itself included.' }),
  eigenTol,
  assignLabels: oneOf(['kmeans', 'discretize', 'cluster_qr'], 'kmeans', {
    doc: 'How labels are read off the map.',
  }),
  degree: real(3, { min: 0, doc: 'Degree of poly.' }),
  coef0: real(1, { doc: 'Constant of poly and sigmoid.' }),
  nJobs: jobs(),
});

interface SpectralClusteringModel {
  readonly labels: Int32Array;
  readonly affinityMatrix: Matrix | SparseRows;
}

/**
 * Clusters of a graph of likeness, found on its spectral map: for clusters of any shape. A graph of nearest neighbours
 * stays sparse; kernels take an n x n matrix and O(n^2) per product.
 * Reference: Shi, Malik (2000); von Luxburg (2007); scikit-learn SpectralClustering.
 *
 * @example
 * ```ts
 * const { data } = makeCircles({ nSamples: 100, factor: 0.3, randomState: 0 });
 * const clusters = new SpectralClustering({ nClusters: 2, affinity: 'nearest_neighbors', randomState: 0 });
 * new Set(await clusters.fitPredict(data)).size; // 2
 * ```
 */
export class SpectralClustering extends ClustererBase<typeof declaration, SpectralClusteringModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { affinity } = this.params;
    const pairwise = affinity === 'precomputed' || affinity === 'precomputed_nearest_neighbors';
    this.tags = tags('clusterer', { pairwise });
  }

  protected async train({ X }: ClustererData, run: Run): Promise<SpectralClusteringModel> {
    const { nClusters, nComponents, assignLabels, randomState, nInit } = this.params;
    const k = nComponents ?? nClusters;
    if (X.rows < nClusters) {
      throw new InvalidInputError(
        `${this.type}: there must be at least as many rows as clusters (${nClusters}). Got ${X.rows} rows. Lower nClusters or give more rows.`,
        { estimator: this.type, parameter: 'nClusters', remedy: 'lower nClusters' },
      );
    }
    const affinity = await this.affinityOf(X, run);
    await run.step(1, 3, 'steps');
    const random = RandomState.from(randomState);
    const tol = this.params.eigenTol === 'auto' ? 0 : this.params.eigenTol;
    const map = await laplacianMap(affinity, { nComponents: k, dropFirst: false, tol, random, run });
    await run.step(2, 3, 'steps');
    const affinityMatrix = shownAffinity(affinity);
    if (assignLabels === 'discretize') return { labels: discretized(map, random), affinityMatrix };
    if (assignLabels === 'cluster_qr') return { labels: byPivots(map), affinityMatrix };
    const means = new KMeans({ nClusters, nInit, randomState: random.randint(2 ** 31 - 1) as number });
    const labels = await means.fitPredict(map, undefined, run.inner());
    return { labels, affinityMatrix };
  }

  /** How alike rows are: a matrix, or sparse rows for a graph of neighbours. */
  get affinityMatrix(): Matrix | SparseRows {
    return this.learned('affinityMatrix').affinityMatrix;
  }

  private async affinityOf(X: Matrix, run: Run): Promise<Affinity> {
    const { affinity, nNeighbors, gamma, degree, coef0, nJobs } = this.params;
    if (affinity === 'precomputed') return givenAffinity(X, this.type);
    if (affinity === 'nearest_neighbors' || affinity === 'precomputed_nearest_neighbors') {
      checkNeighbors(nNeighbors, X.rows, this.type);
      const metric = affinity === 'nearest_neighbors' ? 'minkowski' : 'precomputed';
      return neighborAffinity(X, nNeighbors, metric, nJobs, run);
    }
    if (typeof affinity === 'function') return { dense: pairwiseKernels(X, X, { metric: affinity }) };
    const options = { metric: affinity, filterParams: true, gamma, degree, coef0 } as const;
    return { dense: pairwiseKernels(X, X, options) };
  }
}
