import { describe, InvalidInputError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, jobs, nullable, type ParamsOf, real } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { squaredDistances } from '../../kernels/distance_blocks.js';
import { ClustererBase, type ClustererData, type ClustererModel } from '../base/index.js';
import { buildKdTree } from '../neighbors/kd_tree.js';
import { climb, distinctModes } from './mean_shift_climb.js';
import { getBinSeeds, meanReach } from './mean_shift_seeds.js';

const declaration = declare('MeanShift', {
  bandwidth: nullable(
    real(1, {
      min: 0,
      exclusiveMin: true,
      doc: 'Radius around a mean; null takes estimateBandwidth of the data, which is O(n^2).',
    }),
  ),
  seeds: nullable(
    custom<MatrixLike>([[0]], {
      doc: 'Points to climb from (m x d); null takes all rows, or a grid with binSeeding.',
      expected: 'rows of numbers',
      accepts: (value) => typeof value === 'object' && value !== null,
      invalid: ['all', 3],
    }),
  ),
  binSeeding: bool(false, { doc: 'Climb from the points of a grid (getBinSeeds): faster.' }),
  minBinFreq: int(1, { min: 1, doc: 'Rows that a point of the grid needs to be a seed.' }),
  clusterAll: bool(true, {
    doc: 'Give rows that no centre has within its radius to the nearest; else their label is -1.',
  }),
  nJobs: jobs(),
  maxIter: int(300, { min: 0, doc: 'Most steps of a seed.' }),
});

interface MeanShiftModel {
  readonly clusterCenters: Matrix;
  readonly nIter: number;
}

/**
 * Finds clusters at the modes of the density: from each seed, the mean of the rows within a radius, again and again.
 * The number of clusters follows from the bandwidth. About O(seeds log n) per step in few columns, as boxes of a
 * kd-tree count as a whole; take `binSeeding` for large data. Reference: Comaniciu and Meer, IEEE TPAMI 24 (2002) 603;
 * scikit-learn MeanShift.
 *
 * @example
 * ```ts
 * const X = [[1, 1], [2, 1], [1, 0], [4, 7], [3, 5], [3, 6]];
 * const model = await new MeanShift({ bandwidth: 2 }).fit(X);
 * model.labels; // Int32Array [1, 1, 1, 0, 0, 0]
 * ```
 */
export class MeanShift extends ClustererBase<typeof declaration, MeanShiftModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('clusterer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: ClustererData, run: Run): Promise<ClustererModel<MeanShiftModel>> {
    const { clusterAll, maxIter, nJobs } = this.params;
    const bandwidth =
      this.params.bandwidth ?? (await meanReach(X, Math.max(1, Math.floor(X.rows * 0.3)), run));
    const seeds = this.seedsFor(X, bandwidth);
    const tree = buildKdTree(X.data, X.columns, 30);
    const settings = { bandwidth, stop: 1e-3 * bandwidth, maxIter };
    const { means, counts, steps } = await climb(tree, seeds, settings, nJobs, run);
    const clusterCenters = await distinctModes(means, counts, X.columns, bandwidth, run);
    if (clusterCenters.rows === 0) {
      throw new InvalidInputError(
        `${this.type}: no row lies within the bandwidth ${bandwidth} of any seed. Raise bandwidth or choose other seeds.`,
        { estimator: this.type, parameter: 'seeds', remedy: 'raise bandwidth or choose other seeds' },
      );
    }
    const { labels, distances } = await nearestCenters(X, clusterCenters, run);
    if (!clusterAll) for (let i = 0; i < labels.length; i++) if (!(distances[i] <= bandwidth)) labels[i] = -1;
    return { clusterCenters, labels, nIter: steps.reduce((most, n) => Math.max(most, n), 0) };
  }

  private seedsFor(X: Matrix, bandwidth: number): Matrix {
    const { seeds, binSeeding, minBinFreq } = this.params;
    if (seeds === null) return binSeeding ? getBinSeeds(X, bandwidth, minBinFreq) : X;
    const matrix = asMatrix(seeds, { estimator: this.type, argument: 'seeds' });
    if (matrix.columns === X.columns) return matrix;
    throw new InvalidInputError(
      `${this.type}: seeds must have the ${X.columns} columns of X. Got ${describe(matrix.columns)}. Pass rows of ${X.columns} numbers.`,
      { estimator: this.type, parameter: 'seeds', received: String(matrix.columns) },
    );
  }

  /** The nearest cluster of each row of X. */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const { clusterCenters } = this.learned('predict');
    const matrix = this.checkX(X, 'predict');
    return (await nearestCenters(matrix, clusterCenters, new Run(this.type, options))).labels;
  }

  /** Centres of the clusters, those with the most rows around them first: k x d. */
  get clusterCenters(): Matrix {
    return this.learned('clusterCenters').clusterCenters;
  }

  /** The most steps that a seed took. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}

/** The nearest centre of each row, the first of equals, and its distance. */
async function nearestCenters(
  X: Matrix,
  centers: Matrix,
  run: Run,
): Promise<{ labels: Int32Array; distances: Float64Array }> {
  const k = centers.rows;
  const labels = new Int32Array(X.rows);
  const distances = new Float64Array(X.rows);
  const step = Math.max(1, Math.floor(2e5 / k));
  const cells = new Float64Array(Math.min(step, X.rows) * k);
  const to = { data: centers.data, columns: X.columns, start: 0, end: k };
  for (let start = 0; start < X.rows; start += step) {
    const end = Math.min(X.rows, start + step);
    squaredDistances({ data: X.data, columns: X.columns, start, end }, to, cells);
    for (let i = start, at = 0; i < end; i++, at += k) {
      let best = 0;
      for (let c = 1; c < k; c++) if (cells[at + c] < cells[at + best]) best = c;
      labels[i] = best;
      distances[i] = Math.sqrt(cells[at + best]);
    }
    await run.step(end, X.rows, 'rows');
  }
  return { labels, distances };
}
