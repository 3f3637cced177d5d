import { InvalidInputError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { MethodName } from '../../core/protocol.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { fillDistances } from '../../kernels/distance_blocks.js';
import { resolveMetric } from '../../kernels/distances.js';
import { momentsOf } from '../../kernels/linalg/index.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { softmaxRows } from '../base/probabilities.js';
import { classMeans, rowsByClass } from '../discriminant_analysis/class_covariance.js';
import { checkClasses, resolvePriors } from '../discriminant_analysis/options.js';
import { classMedians, deviationsOf, median, shrinkCentroids, spreadWithin } from './centroids.js';

/** Prior probabilities of the classes. */
type CentroidPriors = 'uniform' | 'empirical' | readonly number[];

const declaration = declare('NearestCentroid', {
  metric: oneOf(['euclidean', 'manhattan'], 'euclidean', {
    doc: "Distance; the centroid of a class is its mean, for 'manhattan' its median.",
  }),
  shrinkThreshold: nullable(
    real(0, {
      min: 0,
      exclusiveMin: true,
      doc: 'How far centroids are drawn to the overall mean; null: not.',
    }),
  ),
  priors: custom<CentroidPriors>('uniform', {
    doc: "Prior probabilities of the classes: 'uniform', 'empirical' (their shares), or one number each.",
    expected: "'uniform', 'empirical', or an array of numbers >= 0",
    accepts: (value) =>
      value === 'uniform' ||
      value === 'empirical' ||
      (Array.isArray(value) &&
        value.length > 0 &&
        value.every((p) => typeof p === 'number' && p >= 0 && p < Number.POSITIVE_INFINITY)),
    invalid: ['equal', [-0.5, 1.5], 3, null],
  }),
});

interface NearestCentroidModel {
  readonly centroids: Matrix;
  readonly deviations: Matrix;
  readonly withinClassStdDev: Float64Array;
  readonly classPrior: Float64Array;
}

/**
 * Labels a row by the nearest centroid of a class. With equal priors distances are plain; with others, and for
 * scores and probabilities, columns are divided by their spread within the classes and the priors count, as in
 * linear discriminant analysis with a diagonal covariance. `shrinkThreshold` makes it the nearest shrunken
 * centroid, which drops columns that tell nothing. Fit and predict are O(n d) and O(n d k).
 * Reference: Tibshirani and others, PNAS 99 (2002) 6567; scikit-learn NearestCentroid.
 *
 * @example
 * ```ts
 * const model = await new NearestCentroid().fit([[1, 1], [2, 1], [8, 9], [9, 9]], ['near', 'near', 'far', 'far']);
 * await model.predict([[3, 2]]); // ['near']
 * ```
 */
export class NearestCentroid extends ClassifierBase<typeof declaration, NearestCentroidModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Scores and probabilities exist for the Euclidean distance. */
  supports(method: MethodName): boolean {
    const scored = ['decisionFunction', 'predictProba', 'predictLogProba'].includes(method);
    return !scored || this.params.metric === 'euclidean';
  }

  protected async train({ X, codes, classes }: ClassifierData, run: Run): Promise<NearestCentroidModel> {
    await run.step(0, 1, 'pass');
    const { metric, priors, shrinkThreshold } = this.params;
    const rows = rowsByClass(codes, classes.length);
    const counts = rows.map((members) => members.length);
    checkClasses(this.type, counts, 1);
    const shares = priors === 'uniform' ? counts.map(() => 1 / counts.length) : priors;
    const classPrior = resolvePriors(shares === 'empirical' ? null : shares, counts, this.type);
    const { mean } = momentsOf(X);
    this.checkSpread(X);
    const centroids = metric === 'manhattan' ? classMedians(X, rows) : classMeans(X, rows);
    const within = spreadWithin(X, codes, centroids);
    if (within.includes(0)) {
      warn(new DataWarning('Some columns do not vary within the classes: they are not scaled.', this.type));
    }
    const middle = median(within);
    const scale = within.map((s) => s + middle);
    const deviations = deviationsOf(centroids, mean, counts, scale);
    if (shrinkThreshold !== null)
      shrinkCentroids(centroids, deviations, mean, counts, scale, shrinkThreshold);
    return { centroids, deviations, withinClassStdDev: within, classPrior };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    const { classPrior, centroids } = this.learned('predict');
    const equal = classPrior.every(
      (p) => Math.abs(p - 1 / classPrior.length) <= 1e-8 + 1e-5 / classPrior.length,
    );
    if (!equal) return argmaxRows(await this.scores(X, run));
    const distances = await this.distances(X, centroids, run);
    for (let i = 0; i < distances.data.length; i++) distances.data[i] = -distances.data[i];
    return argmaxRows(distances);
  }

  /**
   * Logarithm of density times prior of each class, up to a common term: n x k; of two classes their difference,
   * positive for the second.
   * @throws InvalidInputError for metric 'manhattan'.
   */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const scores = await this.scoresOf('decisionFunction', X, options);
    if (scores.columns > 2) return scores;
    return Float64Array.from({ length: scores.rows }, (_, i) => scores.get(i, 1) - scores.get(i, 0));
  }

  /** Probability of each class: n x k, rows sum to 1. Only for the Euclidean distance. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return softmaxRows(await this.scoresOf('predictProba', X, options));
  }

  /** Logarithm of the probability of each class: n x k. Only for the Euclidean distance. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return softmaxRows(await this.scoresOf('predictLogProba', X, options), true);
  }

  /** Centroid of each class: k x d. */
  get centroids(): Matrix {
    return this.learned('centroids').centroids;
  }

  /** Deviation of each centroid from the overall mean, in units of its error: k x d (shrunken, if so asked). */
  get deviations(): Matrix {
    return this.learned('deviations').deviations;
  }

  /** Standard deviation of each column within the classes. */
  get withinClassStdDev(): Float64Array {
    return this.learned('withinClassStdDev').withinClassStdDev;
  }

  /** Prior probability of each class. */
  get classPrior(): Float64Array {
    return this.learned('classPrior').classPrior;
  }

  private checkSpread({ data, columns }: Matrix): void {
    for (let i = columns; i < data.length; i++) if (data[i] !== data[i % columns]) return;
    throw new InvalidInputError(
      `${this.type}: all columns of X are constant, so no centroid is nearer than another. Check the data.`,
      { estimator: this.type, parameter: 'X', remedy: 'check the data' },
    );
  }

  private async scoresOf(member: string, X: MatrixLike, options: RunOptions): Promise<Matrix> {
    this.learned(member);
    if (this.params.metric !== 'euclidean') {
      throw new InvalidInputError(
        `${this.type}: '${member}' needs metric 'euclidean'. Got '${this.params.metric}'. Use predict, or metric 'euclidean'.`,
        { estimator: this.type, parameter: 'metric', remedy: "use metric 'euclidean'" },
      );
    }
    return this.scores(this.checkX(X, member), new Run(this.type, options));
  }

  private async scores(X: Matrix, run: Run): Promise<Matrix> {
    const { centroids, withinClassStdDev, classPrior } = this.learned('predict');
    const scaled = (M: Matrix): Matrix =>
      Matrix.of(
        M.data.map((value, i) => value / (withinClassStdDev[i % M.columns] || 1)),
        M.columns,
      );
    const result = await this.distances(scaled(X), scaled(centroids), run);
    const k = classPrior.length;
    for (let i = 0; i < result.data.length; i++) {
      result.data[i] = 2 * Math.log(classPrior[i % k]) - result.data[i] ** 2;
    }
    return result;
  }

  /** Distances of rows to centroids: n x k. */
  private async distances(X: Matrix, centroids: Matrix, run: Run): Promise<Matrix> {
    const metric = resolveMetric(this.params.metric);
    const k = centroids.rows;
    const result = Matrix.zeros(X.rows, k);
    const to = { data: centroids.data, columns: X.columns, start: 0, end: k };
    const step = Math.max(1, Math.floor(1e7 / (k * X.columns)));
    for (let start = 0; start < X.rows; start += step) {
      const end = Math.min(X.rows, start + step);
      const from = { data: X.data, columns: X.columns, start, end };
      fillDistances(metric, from, to, result.data.subarray(start * k, end * k));
      await run.step(end, X.rows, 'rows');
    }
    return result;
  }
}
