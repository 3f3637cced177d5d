import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { custom, declare, int, jobs, nullable, oneOf, type ParamsOf, real } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import type { Run } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { matmul } from '../../../kernels/gemm.js';
import { TransformerBase, type TransformerData } from '../../base/index.js';
import {
  centreKernel,
  cleanSpectrum,
  type KernelMeans,
  type KernelSpectrum,
  kernelMeans,
  largestByProducts,
  largestEigen,
} from '../../decomposition/kernel_eigen.js';
import { prefixedNames } from '../../decomposition/names.js';
import { findNeighbors, indexOf, type SearchSettings } from '../../neighbors/kneighbors_base.js';
import type { NeighborIndex } from '../../neighbors/neighbor_index.js';
import { searchParams } from '../../neighbors/params.js';
import { radiusBlock, splitBlock } from '../../neighbors/radius_query.js';
import { neighborGraph } from './neighbor_graph.js';
import { shortestPaths } from './shortest_paths.js';

const declaration = declare('Isomap', {
  nNeighbors: nullable(
    int(5, { min: 1, doc: 'Neighbours that each row is linked to; null to use radius.' }),
    5,
  ),
  radius: nullable(real(1, { min: 0, doc: 'Rows within it are linked; needs nNeighbors: null.' })),
  nComponents: int(2, { min: 1, doc: 'Columns of the map.' }),
  eigenSolver: oneOf(['auto', 'arpack', 'dense'], 'auto', {
    doc: "'arpack' (Lanczos) is quick for few components, 'dense' reduces the whole matrix.",
  }),
  tol: real(0, { min: 0, doc: "Relative accuracy of 'arpack'; 0 for all digits." }),
  maxIter: nullable(int(1000, { min: 1, doc: "Most restarts of 'arpack'; null for 1000." })),
  pathMethod: oneOf(['auto', 'FW', 'D'], 'auto', {
    doc: "Shortest paths: 'D' Dijkstra, 'FW' Floyd and Warshall; 'auto' takes 'D'.",
  }),
  neighborsAlgorithm: oneOf(['auto', 'brute', 'kd_tree', 'ball_tree'], 'auto', {
    doc: 'How neighbours are searched; the result is the same.',
  }),
  nJobs: jobs(),
  metric: custom(searchParams.metric.default, { ...searchParams.metric }),
  p: real(2, { min: 1, max: Number.POSITIVE_INFINITY, doc: "Power of 'minkowski'." }),
  metricParams: searchParams.metricParams,
});

interface IsomapModel extends KernelSpectrum {
  readonly index: NeighborIndex;
  readonly embedding: Matrix;
  /** Lengths of the shortest paths between the rows of fit. */
  readonly distMatrix: Matrix;
  readonly means: KernelMeans;
  readonly nIter: number | null;
}

/**
 * Isometric mapping: lays rows out so that distances are those of the shortest paths between neighbours, which unrolls
 * a curved surface. Fit is O(n^2 log n) for the paths and O(n^2 k) or O(n^3) for the eigenvectors, with two n x n
 * matrices in memory. Reference: Tenenbaum, de Silva, Langford (2000); scikit-learn Isomap.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const map = await new Isomap({ nNeighbors: 15 }).fitTransform(data);
 * map.columns; // 2
 * ```
 */
export class Isomap extends TransformerBase<typeof declaration, IsomapModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    this.tags = tags('transformer', { pairwise: this.params.metric === 'precomputed' });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<IsomapModel> {
    const { nNeighbors, radius, pathMethod } = this.params;
    if ((nNeighbors === null) === (radius === null)) {
      throw new InvalidParameterError(
        `${this.type}: one of nNeighbors and radius must be given. Got ${nNeighbors} and ${radius}. Use nNeighbors: null with a radius.`,
        { estimator: this.type, parameter: 'radius', remedy: 'use nNeighbors: null with a radius' },
      );
    }
    const index = indexOf(X, this.settings, nNeighbors, this.type);
    await run.step(0, X.rows, 'paths');
    const graph = await neighborGraph(index, { nNeighbors, radius }, this.settings, run);
    const distMatrix = Matrix.of(await shortestPaths(graph, pathMethod, run), X.rows);
    const G = halfSquares(distMatrix);
    const means = kernelMeans(G);
    await run.breathe();
    const found = await this.decompose(centreKernel(G, means), run);
    const spectrum = cleanSpectrum(found, false, this.type);
    const k = spectrum.eigenvalues.length;
    const scale = spectrum.eigenvalues.map(Math.sqrt);
    const embedding = Matrix.of(
      spectrum.eigenvectors.data.map((x, i) => x * scale[i % k]),
      k,
    );
    return { ...spectrum, index, embedding, distMatrix, means, nIter: found.nIter ?? null };
  }

  protected async transformMatrix(X: Matrix, model: IsomapModel, run: Run): Promise<Matrix> {
    const { eigenvalues, eigenvectors, distMatrix, means } = model;
    const n = distMatrix.rows;
    const k = eigenvalues.length;
    const factors = eigenvalues.map((value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
    const directions = Matrix.of(
      eigenvectors.data.map((x, i) => x * factors[i % k]),
      k,
    );
    const result = Matrix.zeros(X.rows, k);
    const step = Math.max(1, Math.floor(1e6 / n));
    for (let from = 0; from < X.rows; from += step) {
      const to = Math.min(X.rows, from + step);
      const rows = Matrix.of(X.data.slice(from * X.columns, to * X.columns), X.columns);
      const paths = Matrix.of(new Float64Array((to - from) * n).fill(Number.POSITIVE_INFINITY), n);
      for (const [i, { indices, distances }] of (await this.linksOf(rows, model, run)).entries()) {
        for (let at = 0; at < indices.length; at++) {
          const known = indices[at] * n;
          for (let j = 0, cell = i * n; j < n; j++, cell++) {
            const length = distances[at] + distMatrix.data[known + j];
            if (length < paths.data[cell]) paths.data[cell] = length;
          }
        }
      }
      result.data.set(matmul(centreKernel(halfSquares(paths), means), directions).data, from * k);
      await run.step(to, X.rows, 'rows');
    }
    return result;
  }

  /** `fit`, and the places of its rows. */
  override async fitTransform(...args: Parameters<TransformerBase<typeof declaration, IsomapModel>['fit']>) {
    await this.fit(...args);
    const names = this.featureNamesIn;
    return names ? this.embedding.withColumnNames(this.getFeatureNamesOut()) : this.embedding;
  }

  /** Root of the squared difference between the centred squares of the paths and those of the map, over n. */
  reconstructionError(): number {
    const { distMatrix, eigenvalues, means } = this.learned('reconstructionError');
    const G = centreKernel(halfSquares(distMatrix), means);
    let sum = 0;
    for (let i = 0; i < G.data.length; i++) sum += G.data[i] * G.data[i];
    for (const value of eigenvalues) sum -= value * value;
    return Math.sqrt(Math.max(0, sum)) / G.rows;
  }

  protected override featureNamesOut(_input: readonly string[], model: IsomapModel): string[] {
    return prefixedNames(this.type, model.embedding.columns);
  }

  /** Places of the rows of `fit`: n x nComponents. */
  get embedding(): Matrix {
    return this.learned('embedding').embedding;
  }

  /** Lengths of the shortest paths between the rows of `fit`: n x n. */
  get distMatrix(): Matrix {
    return this.learned('distMatrix').distMatrix;
  }

  /** Eigenvalues of the centred squares of the paths, falling. */
  get eigenvalues(): Float64Array {
    return this.learned('eigenvalues').eigenvalues;
  }

  /** Rounds of 'arpack'; null for 'dense'. */
  get nIter(): number | null {
    return this.learned('nIter').nIter;
  }

  private get settings(): SearchSettings {
    const { neighborsAlgorithm, metric, p, metricParams, nJobs } = this.params;
    return { algorithm: neighborsAlgorithm, leafSize: 30, metric, p, metricParams, nJobs };
  }

  private async decompose(K: Matrix, run: Run): Promise<KernelSpectrum & { nIter?: number }> {
    const { nComponents, eigenSolver, tol, maxIter } = this.params;
    const k = Math.min(nComponents, K.rows);
    const few = eigenSolver === 'arpack' || (eigenSolver === 'auto' && K.rows > 200 && k < 10);
    if (!few || k === K.rows) return largestEigen(K, k, run);
    return largestByProducts(K, k, { random: new RandomState(0), tol, maxIter, run, type: this.type });
  }

  private async linksOf(X: Matrix, { index }: IsomapModel, run: Run) {
    const { nNeighbors, radius, metric, nJobs } = this.params;
    if (nNeighbors !== null) {
      const { indices, distances } = await findNeighbors(index, X, nNeighbors, this.settings, run);
      return Array.from({ length: X.rows }, (_, i) => ({
        indices: indices.subarray(i * nNeighbors, (i + 1) * nNeighbors),
        distances: distances.subarray(i * nNeighbors, (i + 1) * nNeighbors),
      }));
    }
    const found = splitBlock(await radiusBlock(index, X, radius as number, { metric, nJobs, run }));
    const alone = found.findIndex(({ indices }) => indices.length === 0);
    if (alone >= 0) {
      throw new InvalidInputError(
        `${this.type}: row ${alone} has no row of fit within the radius ${radius}. Raise radius or use nNeighbors.`,
        { estimator: this.type, parameter: 'radius', remedy: 'raise radius' },
      );
    }
    return found;
  }
}

/** -x^2 / 2 of every cell. */
function halfSquares(D: Matrix): Matrix {
  return Matrix.of(
    D.data.map((x) => -0.5 * x * x),
    D.columns,
  );
}
