import { asMatrix, type MatrixLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import {
  custom,
  declare,
  int,
  jobs,
  nullable,
  oneOf,
  type ParamsOf,
  real,
  seed,
} from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { rbfKernel } from '../../../metrics/index.js';
import type { SparseRows } from '../../neighbors/index.js';
import { EmbeddingBase } from '../embedding_base.js';
import { type Affinity, checkNeighbors, givenAffinity, neighborAffinity, shownAffinity } from './affinity.js';
import { laplacianMap } from './laplacian_map.js';

const NAMES = ['nearest_neighbors', 'rbf', 'precomputed', 'precomputed_nearest_neighbors'] as const;

/** Affinities by name, or a function from the rows to an n x n matrix. */
export type EmbeddingAffinity = (typeof NAMES)[number] | ((X: Matrix) => MatrixLike);

/** The tolerance of spectral methods. */
export const eigenTol = custom<number | 'auto'>('auto', {
  doc: "Relative accuracy of the eigenvectors; 'auto' is all digits.",
  expected: "a number >= 0 or 'auto'",
  accepts: (value) => value === 'auto' || (typeof value === 'number' && value >= 0 && Number.isFinite(value)),
  invalid: [-1, 'none', null],
});

/** The solver of spectral methods. */
export const eigenSolver = nullable(
  oneOf(['arpack', 'lobpcg'], 'arpack', {
    doc: "Both names stand for Lanczos iterations with restarts, which give what scikit-learn's 'arpack' gives.",
  }),
);

const declaration = declare('SpectralEmbedding', {
  nComponents: int(2, { min: 1, doc: 'Columns of the map.' }),
  affinity: custom<EmbeddingAffinity>('nearest_neighbors', {
    doc: "How alike rows are: a graph of nearest neighbours, 'rbf', given values or distances, or a function.",
    expected: `one of ${NAMES.map((name) => `'${name}'`).join(', ')}, or a function`,
    accepts: (value) => typeof value === 'function' || NAMES.includes(value as 'rbf'),
    invalid: ['no such affinity', 3, null],
  }),
  gamma: nullable(real(1, { min: 0, doc: "Coefficient of 'rbf'; null for 1 / columns." })),
  randomState: seed(),
  eigenSolver,
  eigenTol,
  nNeighbors: nullable(
    int(10, {
      min: 1,
      doc: 'Neighbours of the graph, each row itself included; null for a tenth of the rows.',
    }),
  ),
  nJobs: jobs(),
});

interface SpectralEmbeddingModel {
  readonly embedding: Matrix;
  readonly affinityMatrix: Matrix | SparseRows;
  readonly nNeighbors: number | null;
  readonly gamma: number | null;
}

/**
 * Laplacian eigenmaps: lays rows out so that those which are alike are near, by the smoothest functions on the graph of
 * likeness. The graph of neighbours stays sparse: O(n log n) to build, some hundreds of products with it.
 * Reference: Belkin, Niyogi (2003); scikit-learn SpectralEmbedding.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const map = await new SpectralEmbedding({ affinity: 'rbf', randomState: 0 }).fitTransform(data);
 * map.columns; // 2
 * ```
 */
export class SpectralEmbedding extends EmbeddingBase<typeof declaration, SpectralEmbeddingModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { affinity } = this.params;
    const pairwise = affinity === 'precomputed' || affinity === 'precomputed_nearest_neighbors';
    this.tags = tags('embedding', { pairwise });
  }

  protected async train(X: Matrix, run: Run): Promise<SpectralEmbeddingModel> {
    const { params } = this;
    const neighbors = params.nNeighbors ?? Math.max(1, Math.floor(X.rows / 10));
    const gamma = params.gamma ?? 1 / X.columns;
    const affinity = await this.affinityOf(X, neighbors, gamma, run);
    await run.step(1, 2, 'steps');
    const embedding = await laplacianMap(affinity, {
      nComponents: params.nComponents,
      dropFirst: true,
      tol: params.eigenTol === 'auto' ? 0 : params.eigenTol,
      random: RandomState.from(params.randomState),
      run,
    });
    return {
      embedding,
      affinityMatrix: shownAffinity(affinity),
      nNeighbors: params.affinity === 'nearest_neighbors' ? neighbors : null,
      gamma: params.affinity === 'rbf' ? gamma : null,
    };
  }

  /** How alike rows are: a matrix, or sparse rows for a graph of neighbours. */
  get affinityMatrix(): Matrix | SparseRows {
    return this.learned('affinityMatrix').affinityMatrix;
  }

  /** Neighbours in use; null for other affinities. */
  get nNeighbors(): number | null {
    return this.learned('nNeighbors').nNeighbors;
  }

  /** The gamma in use; null for other affinities. */
  get gamma(): number | null {
    return this.learned('gamma').gamma;
  }

  private async affinityOf(X: Matrix, neighbors: number, gamma: number, run: Run): Promise<Affinity> {
    const { affinity, nJobs } = this.params;
    if (typeof affinity === 'function') {
      return givenAffinity(
        asMatrix(affinity(X), { estimator: this.type, argument: 'affinity(X)' }),
        this.type,
      );
    }
    if (affinity === 'precomputed') return givenAffinity(X, this.type);
    if (affinity === 'rbf') return { dense: rbfKernel(X, X, { gamma }) };
    checkNeighbors(neighbors, X.rows, this.type);
    const metric = affinity === 'nearest_neighbors' ? 'minkowski' : 'precomputed';
    return neighborAffinity(X, neighbors, metric, nJobs, run);
  }
}
