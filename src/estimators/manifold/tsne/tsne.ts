import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import { asMatrix, inputError, type MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
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
import type { MetricParams } from '../../../kernels/distances.js';
import { pairwiseDistances } from '../../../metrics/index.js';
import { effectiveNJobs } from '../../../parallel/index.js';
import { PCA } from '../../decomposition/index.js';
import type { NeighborMetric } from '../../neighbors/index.js';
import { indexOf, neighborsOfFitted } from '../../neighbors/kneighbors_base.js';
import { searchParams } from '../../neighbors/params.js';
import { EmbeddingBase } from '../embedding_base.js';
import { exactMap } from './exact_map.js';
import { descend, EXPLORATION, type MovingMap } from './schedule.js';
import { conditionalSimilarities, jointDense, jointSimilarities } from './similarities.js';
import { treeMap } from './tree_map.js';

const declaration = declare('TSNE', {
  nComponents: int(2, { min: 1, doc: "Columns of the map; at most 3 for 'barnes_hut'." }),
  perplexity: real(30, {
    min: 0,
    exclusiveMin: true,
    doc: 'About how many neighbours each row keeps close; less than the number of rows.',
  }),
  earlyExaggeration: real(12, { min: 1, doc: 'Factor of the similarities in the first 250 iterations.' }),
  learningRate: custom<number | 'auto'>('auto', {
    doc: "Length of the steps; 'auto' is max(n / earlyExaggeration / 4, 50).",
    expected: "a number > 0 or 'auto'",
    accepts: (value) =>
      value === 'auto' || (typeof value === 'number' && value > 0 && Number.isFinite(value)),
    invalid: [0, -1, 'fast', null],
  }),
  maxIter: int(1000, { min: EXPLORATION, doc: 'Most iterations.' }),
  nIterWithoutProgress: int(300, {
    min: -1,
    doc: 'Iterations without a lower divergence after which to end; looked at every 50.',
  }),
  minGradNorm: real(1e-7, { min: 0, doc: 'End when the gradient is no longer than this.' }),
  metric: custom<NeighborMetric>('euclidean', { ...searchParams.metric }),
  metricParams: nullable(
    custom<MetricParams>(
      {},
      {
        doc: 'Further parameters of the distance: p, w, V, VI.',
        expected: 'a record of p, w, V or VI',
        accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        invalid: [3, 'w'],
      },
    ),
  ),
  init: custom<'pca' | 'random' | MatrixLike>('pca', {
    doc: "First places: 'pca', 'random', or an n x nComponents matrix.",
    expected: "'pca', 'random', or a matrix",
    accepts: (value) =>
      value === 'pca' || value === 'random' || (value !== null && typeof value === 'object'),
    invalid: ['spectral', 3, null],
  }),
  method: oneOf(['barnes_hut', 'exact'], 'barnes_hut', {
    doc: "'barnes_hut' is O(n log n) an iteration, 'exact' O(n^2).",
  }),
  angle: real(0.5, {
    min: 0,
    max: 1,
    doc: "Width of a cell over its distance below which 'barnes_hut' takes its points for one.",
  }),
  randomState: seed(),
  nJobs: jobs(),
});

interface TSNEModel {
  readonly embedding: Matrix;
  readonly klDivergence: number;
  readonly nIter: number;
  readonly learningRate: number;
}

/**
 * t-distributed stochastic neighbour embedding: a map in two or three columns on which neighbours stay neighbours. Use
 * it to look at data, not to measure distances. Each of about 1000 iterations is O(n log n), or O(n^2) for 'exact'.
 * The map has the same bits for any `nJobs`.
 * Reference: van der Maaten, Hinton (2008); van der Maaten (2014); scikit-learn TSNE.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const map = await new TSNE({ maxIter: 250, randomState: 0 }).fitTransform(data);
 * map.columns; // 2
 * ```
 */
export class TSNE extends EmbeddingBase<typeof declaration, TSNEModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    this.tags = tags('embedding', { pairwise: this.params.metric === 'precomputed' });
  }

  protected async train(X: Matrix, run: Run): Promise<TSNEModel> {
    const { params } = this;
    this.check(X);
    const map = await this.mapOf(X, run);
    try {
      const learningRate =
        params.learningRate === 'auto'
          ? Math.max(X.rows / params.earlyExaggeration / 4, 50)
          : params.learningRate;
      map.restart();
      const { divergence, nIter } = await descend(map, { ...params, learningRate }, run);
      const embedding = Matrix.of(map.places(), params.nComponents);
      if (!embedding.data.every(Number.isFinite)) {
        throw new InvalidParameterError(
          `${this.type}: the map flew apart. Got learningRate ${learningRate}. Lower learningRate or earlyExaggeration.`,
          { estimator: this.type, parameter: 'learningRate', remedy: 'lower learningRate' },
        );
      }
      return { embedding, klDivergence: divergence, nIter, learningRate };
    } finally {
      map.release();
    }
  }

  /** Kullback-Leibler divergence of the map from the similarities. */
  get klDivergence(): number {
    return this.learned('klDivergence').klDivergence;
  }

  /** Number of the last iteration, counted from 0. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** The learning rate in use. */
  get learningRate(): number {
    return this.learned('learningRate').learningRate;
  }

  private async mapOf(X: Matrix, run: Run): Promise<MovingMap> {
    const { params } = this;
    const { rows: n } = X;
    const width = params.nComponents;
    if (params.method === 'exact') {
      const distances = this.distances(X);
      await run.step(0, n, 'similarities');
      const conditional = await conditionalSimilarities(distances, n, params.perplexity, run, true);
      return exactMap(jointDense(conditional, n), await this.start(X, run), width);
    }
    const k = Math.min(n - 1, Math.floor(3 * params.perplexity + 1));
    const settings = {
      algorithm: 'auto',
      leafSize: 30,
      metric: params.metric,
      p: 2,
      metricParams: params.metricParams,
      nJobs: params.nJobs,
    } as const;
    const found = await neighborsOfFitted(indexOf(X, settings, k, this.type), k, settings, run);
    const conditional = await conditionalSimilarities(found.distances, k, params.perplexity, run);
    const similarities = jointSimilarities(conditional, found.indices, k);
    const threads = Math.min(effectiveNJobs(params.nJobs), Math.ceil(n / 1000));
    return treeMap({ similarities, start: await this.start(X, run), width, angle: params.angle, threads });
  }

  private distances(X: Matrix): Float64Array {
    const { metric, metricParams } = this.params;
    if (metric === 'precomputed') return X.data;
    return pairwiseDistances(X, null, { metric, ...metricParams }).data;
  }

  /** First places, cut to single precision as scikit-learn's are. */
  private async start(X: Matrix, run: Run): Promise<Float64Array> {
    const { init, nComponents, randomState } = this.params;
    if (init === 'random') {
      const random = RandomState.from(randomState);
      const unit = Math.fround(1e-4);
      return random
        .standardNormal(X.rows * nComponents)
        .map((value) => Math.fround(unit * Math.fround(value)));
    }
    if (init === 'pca') {
      const pca = new PCA({ nComponents, randomState });
      const { data } = await pca.fitTransform(X, undefined, run.inner());
      let mean = 0;
      for (let i = 0; i < data.length; i += nComponents) mean += data[i] / X.rows;
      let squares = 0;
      for (let i = 0; i < data.length; i += nComponents) squares += (data[i] - mean) ** 2 / X.rows;
      const scale = squares > 0 ? 1e-4 / Math.sqrt(squares) : 0;
      return data.map((value) => Math.fround(value * scale));
    }
    const given = asMatrix(init, { estimator: this.type, argument: 'init' });
    if (given.rows !== X.rows || given.columns !== nComponents) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'init' must be ${X.rows} x ${nComponents}, a place for each row. Got ${given.rows} x ${given.columns}.`,
        { estimator: this.type, parameter: 'init', received: `${given.rows} x ${given.columns}` },
      );
    }
    return given.data;
  }

  private check(X: Matrix): void {
    const { metric, init, nComponents, method, perplexity } = this.params;
    const refuse = (parameter: string, what: string, remedy: string): never => {
      throw new InvalidParameterError(`${this.type}: parameter '${parameter}' ${what} ${remedy}.`, {
        estimator: this.type,
        parameter,
        remedy,
      });
    };
    if (metric === 'precomputed') {
      if (X.rows !== X.columns) {
        throw inputError(
          this.type,
          'X',
          'must be square for precomputed distances',
          X.toString(),
          'Pass n x n.',
        );
      }
      if (init === 'pca') refuse('init', "= 'pca' needs rows, not distances.", "Use 'random'");
      const negative = X.data.findIndex((value) => value < 0);
      if (negative >= 0) {
        throw new InvalidInputError(
          `${this.type}: distances must not be negative. Got ${X.data[negative]}. Pass distances.`,
          { estimator: this.type, parameter: 'X', remedy: 'pass distances' },
        );
      }
    }
    if (method === 'barnes_hut' && nComponents > 3) {
      refuse('nComponents', `must be at most 3 for 'barnes_hut'. Got ${nComponents}.`, "Use 'exact'");
    }
    if (perplexity >= X.rows) {
      throw new InvalidInputError(
        `${this.type}: there must be more rows than the perplexity (${perplexity}). Got ${X.rows}. Lower perplexity or give more rows.`,
        {
          estimator: this.type,
          parameter: 'perplexity',
          received: String(X.rows),
          remedy: 'lower perplexity',
        },
      );
    }
  }
}
