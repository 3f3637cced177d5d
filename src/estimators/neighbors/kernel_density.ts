import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { DENSITY_KERNELS, logKernelNorm } from '../../kernels/density_kernels.js';
import { type DistanceName, distanceMetrics } from '../../kernels/distances.js';
import { gammaCdf } from '../../kernels/special.js';
import { BaseEstimator } from '../base/index.js';
import { openDensity } from './density_search.js';
import { buildIndex, type NeighborIndex } from './neighbor_index.js';
import { searchParams } from './params.js';

const declaration = declare('KernelDensity', {
  bandwidth: custom<number | 'scott' | 'silverman'>(1, {
    doc: "Width of the kernel: a number above 0, or by the rules of 'scott' or 'silverman' for columns of variance 1.",
    expected: "a number above 0, 'scott' or 'silverman'",
    accepts: (value) =>
      value === 'scott' ||
      value === 'silverman' ||
      (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY),
    invalid: [0, -1, 'rule', null],
  }),
  algorithm: oneOf(['auto', 'kd_tree', 'ball_tree'], 'auto', { doc: 'The tree to search.' }),
  kernel: oneOf(DENSITY_KERNELS, 'gaussian', { doc: 'Shape of the kernel.' }),
  metric: custom<DistanceName>('euclidean', {
    doc: 'Distance by name; densities integrate to 1 for the Euclidean distance only.',
    expected: 'the name of a distance that a tree can search',
    accepts: (value) => typeof value === 'string' && distanceMetrics.get(value)?.ballTree === true,
    invalid: ['no such metric', 'cosine', 3],
  }),
  atol: real(0, { min: 0, doc: 'Allowed absolute error of a density: larger is faster.' }),
  rtol: real(0, { min: 0, doc: 'Allowed relative error of a density: larger is faster.' }),
  breadthFirst: bool(true, { doc: 'Visit the nearest boxes of the tree first, or go depth first.' }),
  leafSize: int(40, { min: 1, doc: 'Points per leaf of the tree: affects speed only.' }),
  metricParams: searchParams.metricParams,
});

interface KernelDensityModel {
  readonly index: NeighborIndex;
  /** Weight of each row of the index, above 0; null when all are 1. */
  readonly weights: Float64Array | null;
  readonly bandwidth: number;
}

/**
 * Estimates a probability density by a kernel around each row: a smooth histogram. Scale the columns first, and
 * choose the bandwidth by cross-validation of `score`. Fit O(n log n); a density is exact to rounding at first, and
 * cheaper with `rtol` or `atol`, which bound its error.
 * Reference: Silverman, Density Estimation (1986); Gray and Moore (2003); scikit-learn KernelDensity.
 *
 * @example
 * ```ts
 * const density = await new KernelDensity({ bandwidth: 0.5 }).fit([[0], [0.2], [3]]);
 * await density.scoreSamples([[0.1], [9]]); // logarithms of the density
 * density.sample(2, { randomState: 0 }).to2DArray();
 * ```
 */
export class KernelDensity extends BaseEstimator<typeof declaration, KernelDensityModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('density', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Learns the density of the rows of X (n x d); y is ignored. */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const weights = this.checkWeights(options, matrix.rows);
    await run.step(0, 1, 'index');
    const { metric, algorithm, leafSize, metricParams } = this.params;
    const method =
      algorithm === 'auto' ? (distanceMetrics.get(metric)?.kdTree ? 'kd_tree' : 'ball_tree') : algorithm;
    // Rows of weight 0 add nothing, and must not be the nearest.
    const kept = weights?.includes(0)
      ? Int32Array.from(weights.keys()).filter((i) => weights[i] > 0)
      : undefined;
    const rows = kept ? matrix.takeRows(kept) : matrix;
    const index = buildIndex(
      rows,
      { algorithm: method, leafSize, metric, p: 2, metricParams, nNeighbors: null },
      this.type,
    );
    const ofRows = weights && kept ? Float64Array.from(kept, (i) => weights[i]) : weights;
    return this.setFitted({
      ...featureInfo(matrix),
      model: { index, weights: ofRows ?? null, bandwidth: this.bandwidthFor(matrix) },
    });
  }

  private bandwidthFor({ rows, columns }: Matrix): number {
    const { bandwidth } = this.params;
    if (typeof bandwidth === 'number') return bandwidth;
    const count = bandwidth === 'scott' ? rows : (rows * (columns + 2)) / 4;
    return count ** (-1 / (columns + 4));
  }

  /** The logarithm of the density at each row of X (m x d); -Infinity where it is 0. */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const { index, weights, bandwidth } = this.learned('scoreSamples');
    const queries = this.checkX(X, 'scoreSamples');
    const run = new Run(this.type, options);
    const { kernel, rtol, atol, breadthFirst } = this.params;
    const logNorm = logKernelNorm(kernel, bandwidth, queries.columns);
    const density = openDensity(index, kernel, bandwidth, weights ?? undefined);
    const result = new Float64Array(queries.rows);
    try {
      const logTotal = Math.log(density.total);
      // The tolerance in units of the kernel's largest value.
      const tolerance = { rtol, logAtol: Math.log(atol) - logNorm, breadthFirst };
      // Blocks grow or shrink to take about 20 ms.
      for (let from = 0, size = 8; from < queries.rows; ) {
        const to = Math.min(queries.rows, from + size);
        const start = performance.now();
        result.set(density.logSums(queries, from, to, tolerance), from);
        const ms = Math.max(0.1, performance.now() - start);
        size = Math.max(1, Math.min(4 * size, Math.round((size * 20) / ms), 4096));
        from = to;
        await run.step(to, queries.rows, 'rows');
      }
      for (let i = 0; i < result.length; i++) result[i] += logNorm - logTotal;
    } finally {
      density.release();
    }
    return result;
  }

  /** The total log-likelihood of the rows of X: the sum of `scoreSamples`. */
  async score(X: MatrixLike, _y?: Target, options: RunOptions = {}): Promise<number> {
    const scores = await this.scoreSamples(X, options);
    return scores.reduce((sum, value) => sum + value, 0);
  }

  /**
   * Draws rows from the density (kernels 'gaussian' and 'tophat'): nSamples x d, scikit-learn's for the same seed.
   * @throws InvalidParameterError for another kernel.
   */
  sample(nSamples = 1, options: { randomState?: number | readonly number[] | null } = {}): Matrix {
    const { index, weights, bandwidth } = this.learned('sample');
    const { kernel } = this.params;
    if (kernel !== 'gaussian' && kernel !== 'tophat') {
      throw new InvalidParameterError(
        `${this.type}: sample needs kernel 'gaussian' or 'tophat'. Got '${kernel}'. Fit with one of these.`,
        { estimator: this.type, parameter: 'kernel', received: kernel, remedy: 'use another kernel' },
      );
    }
    if (!Number.isSafeInteger(nSamples) || nSamples < 1) {
      throw new InvalidInputError(`${this.type}: nSamples must be an integer >= 1. Got ${nSamples}.`, {
        estimator: this.type,
        parameter: 'nSamples',
        received: String(nSamples),
      });
    }
    const random = RandomState.from(options.randomState ?? null);
    const { X } = index;
    const d = X.columns;
    const rows = drawRows(random.uniform(0, 1, nSamples), X.rows, weights);
    const moves = random.standardNormal(nSamples * d);
    const result = Matrix.zeros(nSamples, d);
    for (let i = 0; i < nSamples; i++) {
      let factor = bandwidth;
      if (kernel === 'tophat') {
        // The length of a normal vector, mapped so that it is uniform in the ball.
        let squares = 0;
        for (let j = i * d; j < (i + 1) * d; j++) squares += moves[j] * moves[j];
        factor = (gammaCdf(0.5 * d, 0.5 * squares) ** (1 / d) * bandwidth) / Math.sqrt(squares);
      }
      for (let j = 0; j < d; j++) {
        result.data[i * d + j] = X.data[rows[i] * d + j] + moves[i * d + j] * factor;
      }
    }
    return result;
  }

  /** The bandwidth that is used. */
  get bandwidth(): number {
    return this.learned('bandwidth').bandwidth;
  }

  /** The tree that is searched: 'kd_tree' or 'ball_tree'. */
  get fitMethod(): NeighborIndex['method'] {
    return this.learned('fitMethod').index.method;
  }
}

/** The row of each uniform number: row i has the share of the weights that is its own. */
function drawRows(uniform: Float64Array, rows: number, weights: Float64Array | null): Int32Array {
  if (!weights) return Int32Array.from(uniform, (u) => Math.floor(u * rows));
  const sums = weights.slice();
  for (let i = 1; i < rows; i++) sums[i] += sums[i - 1];
  return Int32Array.from(uniform, (u) => {
    const wanted = u * sums[rows - 1];
    let low = 0;
    for (let high = rows - 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
