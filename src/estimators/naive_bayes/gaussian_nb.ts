import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { ClassifierData } from '../base/index.js';
import { NaiveBayesBase } from './naive_bayes_base.js';

const declaration = declare('GaussianNB', {
  priors: nullable(
    custom<readonly number[]>([], {
      doc: 'Prior probability of each class, in the order of classes; null estimates them from the data.',
      expected: 'an array of probabilities',
      accepts: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((p) => typeof p === 'number' && p >= 0),
      invalid: ['uniform', [-0.5, 1.5], 3],
    }),
  ),
  varSmoothing: real(1e-9, {
    min: 0,
    doc: 'Share of the largest column variance that is added to all variances.',
  }),
});

interface GaussianNBModel {
  /** Sum of weights of each class. */
  readonly classCount: Float64Array;
  readonly classPrior: Float64Array;
  /** k x d means. */
  readonly theta: Matrix;
  /** k x d variances, smoothed. */
  readonly variance: Matrix;
  readonly epsilon: number;
}

/**
 * Gaussian naive Bayes: each column of each class is an independent normal. Use it as a quick, calibrated-by-
 * luck baseline, or to learn from data in pieces. Fit is O(n d), predict O(n d k).
 * Reference: Chan, Golub, LeVeque (1979) for the updates of means and variances; scikit-learn GaussianNB.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const nb = await new GaussianNB().fit(data, target);
 * await nb.score(data, target); // 0.96
 * ```
 */
export class GaussianNB extends NaiveBayesBase<typeof declaration, GaussianNBModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Sum of weights of each class. */
  get classCount(): Float64Array {
    return this.learned('classCount').classCount;
  }

  /** Prior probability of each class. */
  get classPrior(): Float64Array {
    return this.learned('classPrior').classPrior;
  }

  /** Mean of each column in each class: k x d. */
  get theta(): Matrix {
    return this.learned('theta').theta;
  }

  /** Variance of each column in each class, smoothed: k x d. */
  get var(): Matrix {
    return this.learned('var').variance;
  }

  /** What was added to the variances. */
  get epsilon(): number {
    return this.learned('epsilon').epsilon;
  }

  protected update(
    before: GaussianNBModel | undefined,
    { X, codes, classes, sampleWeight }: ClassifierData,
  ): GaussianNBModel {
    const k = classes.length;
    const d = X.columns;
    const priors = this.params.priors;
    checkPriors(priors, k);
    // Rows that are all equal have no variance to take a share of; then 1 stands for it, or 0 / 0 would be NaN.
    const epsilon = this.params.varSmoothing * (largestVariance(X) || 1);
    const piece = classMoments(X, codes, k, sampleWeight);
    const classCount = new Float64Array(k);
    const theta = Matrix.zeros(k, d);
    const variance = Matrix.zeros(k, d);
    for (let c = 0; c < k; c++) {
      const nOld = before?.classCount[c] ?? 0;
      const nNew = piece.counts[c];
      const n = nOld + nNew;
      classCount[c] = n;
      for (let j = 0; j < d; j++) {
        const oldMean = before?.theta.get(c, j) ?? 0;
        const oldVariance = before ? before.variance.get(c, j) - before.epsilon : 0;
        const newMean = piece.means.get(c, j);
        const gap = oldMean - newMean;
        const mean = n > 0 ? (nOld * oldMean + nNew * newMean) / n : 0;
        // Pooled sum of squares of two groups (Chan, Golub, LeVeque).
        const squares =
          nOld * oldVariance + piece.squares.get(c, j) + (n > 0 ? (nOld * nNew * gap * gap) / n : 0);
        theta.set(c, j, mean);
        variance.set(c, j, (n > 0 ? squares / n : 0) + epsilon);
      }
    }
    const total = classCount.reduce((sum, count) => sum + count, 0);
    const classPrior = priors ? Float64Array.from(priors) : classCount.map((count) => count / total);
    return { classCount, classPrior, theta, variance, epsilon };
  }

  protected async jointLogLikelihood(X: Matrix, run: Run): Promise<Matrix> {
    const { theta, variance, classPrior } = this.learned('predict');
    const { rows, columns, data } = X;
    const k = classPrior.length;
    const result = Matrix.zeros(rows, k);
    const constant = new Float64Array(k);
    const halfPrecision = new Float64Array(k * columns);
    for (let c = 0; c < k; c++) {
      let sum = Math.log(classPrior[c]);
      for (let j = 0; j < columns; j++) {
        sum -= 0.5 * Math.log(2 * Math.PI * variance.get(c, j));
        halfPrecision[c * columns + j] = 0.5 / variance.get(c, j);
      }
      constant[c] = sum;
    }
    const means = theta.data;
    const block = Math.max(1, Math.floor(2e6 / (k * columns)));
    for (let start = 0; start < rows; start += block) {
      const end = Math.min(rows, start + block);
      for (let i = start; i < end; i++) {
        for (let c = 0; c < k; c++) {
          let sum = constant[c];
          for (let j = 0, m = c * columns, x = i * columns; j < columns; j++, m++, x++) {
            const gap = data[x] - means[m];
            sum -= gap * gap * halfPrecision[m];
          }
          result.data[i * k + c] = sum;
        }
      }
      await run.step(end, rows, 'rows');
    }
    return result;
  }
}

interface Moments {
  readonly counts: Float64Array;
  readonly means: Matrix;
  /** Sums of squared deviations from the means. */
  readonly squares: Matrix;
}

function classMoments(X: Matrix, codes: Int32Array, k: number, weights: Float64Array | undefined): Moments {
  const { rows, columns, data } = X;
  const counts = new Float64Array(k);
  const means = Matrix.zeros(k, columns);
  const squares = Matrix.zeros(k, columns);
  for (let i = 0; i < rows; i++) {
    const w = weights ? weights[i] : 1;
    const c = codes[i];
    counts[c] += w;
    for (let j = 0; j < columns; j++) means.data[c * columns + j] += w * data[i * columns + j];
  }
  for (let c = 0; c < k; c++) {
    for (let j = 0; j < columns; j++) if (counts[c] > 0) means.data[c * columns + j] /= counts[c];
  }
  for (let i = 0; i < rows; i++) {
    const w = weights ? weights[i] : 1;
    const at = codes[i] * columns;
    for (let j = 0; j < columns; j++) {
      const gap = data[i * columns + j] - means.data[at + j];
      squares.data[at + j] += w * gap * gap;
    }
  }
  return { counts, means, squares };
}

/** The largest variance of any column, unweighted as in the reference. */
function largestVariance(X: Matrix): number {
  const all = classMoments(X, new Int32Array(X.rows), 1, undefined);
  return all.squares.data.reduce((most, sum) => Math.max(most, sum / X.rows), 0);
}

function checkPriors(priors: readonly number[] | null, k: number): void {
  if (!priors) return;
  const sum = priors.reduce((total, p) => total + p, 0);
  if (priors.length === k && Math.abs(sum - 1) < 1e-8) return;
  throw new InvalidParameterError(
    `GaussianNB: parameter 'priors' must hold one probability for each of the ${k} classes, with sum 1. Got ${priors.length} with sum ${sum}. Correct them.`,
    { estimator: 'GaussianNB', parameter: 'priors', received: String(priors), remedy: 'correct the priors' },
  );
}
