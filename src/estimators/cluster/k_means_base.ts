import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, type Declaration, int, real, seed } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import type { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import { resolveMetric } from '../../kernels/distances.js';
import { KMeansSteps } from '../../kernels/k_means_steps.js';
import { ClustererBase } from '../base/clusterer.js';
import { spreadOut } from './k_means_plusplus.js';
import { assign } from './lloyd.js';

/** First centres: drawn far apart, drawn evenly, given (k x d), or made by a function. */
export type KMeansInit =
  | 'k-means++'
  | 'random'
  | MatrixLike
  | ((X: Matrix, nClusters: number, random: RandomState) => MatrixLike);

/** Parameters of the k-means family. */
export const kMeansSpecs = {
  nClusters: int(8, { min: 1, doc: 'Number of clusters.' }),
  init: custom<KMeansInit>('k-means++', {
    doc: "First centres: 'k-means++' draws rows far apart, 'random' any rows; or a k x d matrix, or a function of (X, nClusters, random).",
    expected: "'k-means++', 'random', a matrix of centres, or a function",
    accepts: (value) =>
      value === 'k-means++' ||
      value === 'random' ||
      typeof value === 'function' ||
      (value !== null && typeof value === 'object'),
    invalid: ['kmeans', 3, null],
  }),
  nInit: custom<number | 'auto'>('auto', {
    doc: "Runs with different first centres, of which the best is kept; 'auto' is 10 for random ones and functions, else 1.",
    expected: "an integer >= 1 or 'auto'",
    accepts: (value) => value === 'auto' || (Number.isInteger(value) && (value as number) >= 1),
    invalid: [0, 1.5, 'many'],
  }),
  maxIter: int(300, { min: 1, doc: 'Most iterations of a run.' }),
  tol: real(1e-4, {
    min: 0,
    doc: 'A run ends when the squared movement of the centres is at most this share of the mean variance of the columns.',
  }),
  randomState: seed(),
};

/** What the k-means family learns. */
export interface KMeansModel {
  readonly labels: Int32Array;
  /** k x d. */
  readonly centers: Matrix;
  readonly inertia: number;
  readonly nIter: number;
}

/** What the k-means family shares: labels, distances and scores of new rows. */
export abstract class KMeansBase<D extends Declaration, M extends KMeansModel> extends ClustererBase<D, M> {
  /** The nearest cluster of each row of X (n x d). O(n k d). */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const matrix = this.checkX(X, 'predict');
    return nearestCenters(matrix, this.clusterCenters, new Run(this.type, options));
  }

  /** Distances of the rows of X (n x d) to the centres: n x k. */
  async transform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'transform');
    const centers = this.clusterCenters;
    const run = new Run(this.type, options);
    const result = Matrix.zeros(matrix.rows, centers.rows);
    const metric = resolveMetric('euclidean', {}, matrix.columns);
    const block = Math.max(1, Math.floor(1e7 / (centers.rows * (matrix.columns + 1))));
    const all = { data: centers.data, columns: centers.columns, start: 0, end: centers.rows };
    for (let start = 0; start < matrix.rows; start += block) {
      const end = Math.min(matrix.rows, start + block);
      const out = result.data.subarray(start * centers.rows, end * centers.rows);
      fillDistances(metric, { data: matrix.data, columns: matrix.columns, start, end }, all, out);
      await run.breathe();
    }
    return result.withColumnNames(this.getFeatureNamesOut());
  }

  /** `fit` and then `transform`. */
  async fitTransform(X: MatrixLike, y?: Target, options: RunOptions = {}): Promise<Matrix> {
    await this.fit(X, y, options);
    return this.transform(X, { signal: options.signal });
  }

  /** Names of the columns of `transform`: kmeans0, kmeans1, ... */
  getFeatureNamesOut(): string[] {
    const prefix = this.type.toLowerCase();
    return Array.from({ length: this.clusterCenters.rows }, (_, j) => `${prefix}${j}`);
  }

  /** Minus the (weighted) sum of the squared distances of the rows of X to their nearest centres. */
  async score(
    X: MatrixLike,
    _y?: Target,
    options: RunOptions & { sampleWeight?: ArrayLike<number> } = {},
  ): Promise<number> {
    const matrix = this.checkX(X, 'score');
    const weight = checkSampleWeight(options.sampleWeight, matrix.rows, this.type);
    const labels = await nearestCenters(matrix, this.clusterCenters, new Run(this.type, options));
    const { data } = this.clusterCenters;
    let sum = 0;
    for (let i = 0, at = 0; i < matrix.rows; i++) {
      let own = 0;
      for (let c = labels[i] * matrix.columns, j = 0; j < matrix.columns; j++, at++, c++) {
        own += (matrix.data[at] - data[c]) ** 2;
      }
      sum += weight ? weight[i] * own : own;
    }
    return -sum;
  }

  /** The centres, k x d. */
  get clusterCenters(): Matrix {
    return this.learned('clusterCenters').centers;
  }

  /** Weighted sum of the squared distances of the rows of `fit` to their centres. */
  get inertia(): number {
    return this.learned('inertia').inertia;
  }

  /** Iterations of the run that was kept. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** @throws InvalidInputError for fewer rows than clusters. */
  protected checkRows(rows: number, nClusters: number): void {
    if (rows >= nClusters) return;
    throw new InvalidInputError(
      `${this.type}: there must be at least as many rows as clusters (${nClusters}). Got ${rows} rows. Lower nClusters or give more rows.`,
      { estimator: this.type, parameter: 'nClusters', received: `${rows} rows`, remedy: 'lower nClusters' },
    );
  }

  /** Says when fewer clusters were found than asked for. */
  protected warnFewer(found: number, wanted: number): void {
    if (found >= wanted) return;
    warn(
      new ConvergenceWarning(
        `found ${found} distinct clusters of ${wanted}: X may hold repeated rows`,
        this.type,
      ),
    );
  }
}

/** First centres, k x d. @throws InvalidParameterError for given centres of another shape. */
export function firstCenters(
  X: Matrix,
  k: number,
  init: KMeansInit,
  weight: Float64Array | undefined,
  random: RandomState,
  source: string,
): Matrix {
  if (init === 'k-means++') return X.takeRows(spreadOut(X, k, weight, random));
  if (init === 'random') {
    const total = weight ? weight.reduce((sum, w) => sum + w, 0) : X.rows;
    const p = weight ? weight.map((w) => w / total) : new Float64Array(X.rows).fill(1 / X.rows);
    return X.takeRows(random.choice(X.rows, { size: k, replace: false, p }));
  }
  const given = typeof init === 'function' ? init(X, k, random) : init;
  const centers = asMatrix(given, { estimator: source, argument: 'init' });
  if (centers.rows === k && centers.columns === X.columns) return centers;
  throw new InvalidParameterError(
    `${source}: parameter 'init' must hold ${k} centres of ${X.columns} columns. Got ${centers.rows} x ${centers.columns}. Pass one row per cluster.`,
    {
      estimator: source,
      parameter: 'init',
      received: `${centers.rows} x ${centers.columns}`,
      remedy: 'one row per cluster',
    },
  );
}

/** How many runs 'auto' stands for. */
export function runsOf(nInit: number | 'auto', init: KMeansInit): number {
  const given = typeof init === 'object';
  if (given) return 1;
  if (nInit !== 'auto') return nInit;
  return init === 'k-means++' ? 1 : 10;
}

/** The nearest centre of each row. */
export async function nearestCenters(X: Matrix, centers: Matrix, run: Run): Promise<Int32Array> {
  const steps = new KMeansSteps(X, undefined, centers.rows, false);
  try {
    steps.start(centers.data);
    await assign(steps, run);
    return steps.labels.slice();
  } finally {
    steps.release();
  }
}

/** Mean of each column, and the mean of their variances. */
export function momentsOf(X: Matrix): { mean: Float64Array; variance: number } {
  const { rows, columns, data } = X;
  const mean = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) mean[j] += data[at];
  for (let j = 0; j < columns; j++) mean[j] /= rows;
  let squares = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++, at++) squares += (data[at] - mean[j]) ** 2;
  }
  return { mean, variance: squares / (rows * columns) };
}
