import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import type { MatrixLike } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { custom, declare, int, oneOf, type ParamsOf, real, seed } from '../../../core/params.js';
import { RandomState } from '../../../core/random.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { type Tags, tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { squaredDistances } from '../../../kernels/distance_blocks.js';
import { ClustererBase, type ClustererData } from '../../base/clusterer.js';
import { nearestCenters } from '../k_means_base.js';
import { clustersOf, passMessages } from './messages.js';

const declaration = declare('AffinityPropagation', {
  damping: real(0.5, {
    min: 0.5,
    max: 1,
    exclusiveMax: true,
    doc: 'Share of a message that stays from one iteration to the next: more is slower and steadier.',
  }),
  maxIter: int(200, { min: 1, doc: 'Most iterations.' }),
  convergenceIter: int(15, { min: 1, doc: 'Iterations without a change of exemplars after which to stop.' }),
  preference: custom<number | readonly number[] | Float64Array | null>(null, {
    doc: 'How much each row wants to be an exemplar: one number, or one per row; more gives more clusters. null is the median similarity.',
    expected: 'a number, an array of one number per row, or null',
    accepts: (value) =>
      value === null ||
      Number.isFinite(value) ||
      ((Array.isArray(value) || value instanceof Float64Array) && Array.from(value).every(Number.isFinite)),
    invalid: ['high', Number.NaN, Number.POSITIVE_INFINITY],
  }),
  affinity: oneOf(['euclidean', 'precomputed'], 'euclidean', {
    doc: "Similarity: minus the squared Euclidean distance, or 'precomputed' (X holds similarities).",
  }),
  randomState: seed(),
});

interface AffinityModel {
  readonly labels: Int32Array;
  readonly clusterCentersIndices: Int32Array;
  /** Exemplars (k x d); null for 'precomputed'. */
  readonly centers: Matrix | null;
  readonly affinityMatrix: Matrix;
  readonly nIter: number;
}

/**
 * Finds clusters, and how many there are, by messages between rows on which of them should stand for others. Use it for
 * a few thousand rows at most when real rows shall represent the clusters.
 *
 * O(n^2) per iteration and four n x n matrices. Reference: Frey & Dueck, Science 315 (2007) 972; scikit-learn
 * AffinityPropagation (the same clusters for the same seed).
 *
 * @throws InvalidInputError for similarities that are not square, or another number of preferences than rows.
 * @example
 * ```ts
 * const model = await new AffinityPropagation({ randomState: 5 }).fit([[1, 2], [1, 4], [1, 0], [4, 2], [4, 4], [4, 0]]);
 * Array.from(model.labels); // [0, 0, 0, 1, 1, 1]
 * ```
 */
export class AffinityPropagation extends ClustererBase<typeof declaration, AffinityModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('clusterer', { pairwise: this.params.affinity === 'precomputed' });
  }

  protected async train({ X }: ClustererData, run: Run): Promise<AffinityModel> {
    const { affinity, randomState } = this.params;
    const n = X.rows;
    await run.step(0, this.params.maxIter, 'iteration');
    const similarity = affinity === 'precomputed' ? this.checkSquare(X) : similaritiesOf(X);
    const preference = this.preferences(similarity.data, n);
    const S = similarity.data.slice();
    const random = RandomState.from(randomState);
    const end = (labels: Int32Array, rows: Int32Array, nIter: number): AffinityModel => {
      const chosen = rows.length > 0 ? X.takeRows(rows) : Matrix.zeros(0, X.columns);
      const centers = affinity === 'precomputed' ? null : chosen;
      return { labels, clusterCentersIndices: rows, centers, affinityMatrix: similarity, nIter };
    };
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    if (n === 1 || (allSame(preference) && allAlike(S, n))) {
      warn(
        new ConvergenceWarning('all rows are equally similar, so that each could be the centre', this.type),
      );
      if (preference[0] > S[n - 1]) return end(rows, rows.slice(), 0);
      return end(new Int32Array(n), new Int32Array(1), 0);
    }
    for (let i = 0; i < n; i++) S[i * n + i] = preference[i];
    // Noise in the last bits breaks ties.
    const noise = random.standardNormal(n * n);
    for (let at = 0; at < S.length; at++) S[at] += (2 ** -52 * S[at] + 2 ** -1022 * 100) * noise[at];
    const { exemplars, converged, nIter } = await passMessages(S, n, this.params, run);
    if (exemplars.length === 0) {
      warn(
        new ConvergenceWarning('did not converge and found no centres: raise maxIter or damping', this.type),
      );
      return end(new Int32Array(n).fill(-1), new Int32Array(0), nIter);
    }
    if (!converged) {
      warn(
        new ConvergenceWarning(
          `did not converge in ${nIter} iterations: raise maxIter or damping`,
          this.type,
        ),
      );
    }
    const { labels, centers } = clustersOf(S, n, exemplars);
    return end(labels, centers, nIter);
  }

  /** The nearest exemplar of each row of X (n x d); -1 for all when none were found. O(n k d). */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const { centers } = this.learned('predict');
    if (!centers) {
      throw new InvalidParameterError(
        `${this.type}: predict needs rows to compare with, which affinity 'precomputed' does not have. Fit with affinity 'euclidean'.`,
        { estimator: this.type, parameter: 'affinity', received: 'precomputed', remedy: "use 'euclidean'" },
      );
    }
    const matrix = this.checkX(X, 'predict');
    if (centers.rows === 0) {
      warn(new ConvergenceWarning('no centres were found in fit: every row is labelled -1', this.type));
      return new Int32Array(matrix.rows).fill(-1);
    }
    return nearestCenters(matrix, centers, new Run(this.type, options));
  }

  /** Rows that stand for the clusters, by number. */
  get clusterCentersIndices(): Int32Array {
    return this.learned('clusterCentersIndices').clusterCentersIndices;
  }

  /** Rows that stand for the clusters (k x d); null for affinity 'precomputed'. */
  get clusterCenters(): Matrix | null {
    return this.learned('clusterCenters').centers;
  }

  /** Similarities of all pairs of rows (n x n), before preferences. */
  get affinityMatrix(): Matrix {
    return this.learned('affinityMatrix').affinityMatrix;
  }

  /** Iterations that were made. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  private checkSquare(X: Matrix): Matrix {
    if (X.rows === X.columns) return X.clone();
    const received = `${X.rows} x ${X.columns}`;
    throw new InvalidInputError(
      `${this.type}: with affinity 'precomputed' X must be a square matrix of similarities. Got ${received}. Pass n x n similarities.`,
      { estimator: this.type, parameter: 'X', received, remedy: 'pass n x n similarities' },
    );
  }

  private preferences(similarity: Float64Array, n: number): Float64Array {
    const { preference } = this.params;
    if (preference === null) return new Float64Array(n).fill(median(similarity));
    if (typeof preference === 'number') return new Float64Array(n).fill(preference);
    if (preference.length === n) return Float64Array.from(preference);
    throw new InvalidInputError(
      `${this.type}: preference must hold one number for each of the ${n} rows. Got ${preference.length}. Pass one number, or one per row.`,
      { estimator: this.type, parameter: 'preference', received: `${preference.length} numbers` },
    );
  }
}

function similaritiesOf(X: Matrix): Matrix {
  const n = X.rows;
  const all = { data: X.data, columns: X.columns, start: 0, end: n };
  const S = new Float64Array(n * n);
  squaredDistances(all, all, S);
  for (let at = 0; at < S.length; at++) S[at] = -S[at];
  return Matrix.of(S, n);
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function allSame(values: Float64Array): boolean {
  return values.every((value) => value === values[0]);
}

/** Whether all similarities but those of rows with themselves are equal. */
function allAlike(S: Float64Array, n: number): boolean {
  return S.every((value, at) => at % (n + 1) === 0 || value === S[1]);
}
