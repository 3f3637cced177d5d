import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, type Declaration, nullable } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import type { ClassifierData } from '../base/index.js';
import { NaiveBayesBase } from './naive_bayes_base.js';

/** Parameters of naive Bayes on counts. */
export const discreteSpecs = {
  alpha: custom<number | readonly number[]>(1, {
    doc: 'Added to every count (Laplace smoothing): one number, or one per column.',
    expected: 'a number >= 0, or one per column',
    accepts: (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((a) => Number.isFinite(a) && a >= 0)
        : typeof value === 'number' && Number.isFinite(value) && value >= 0,
    invalid: [-1, 'much', [], [-1]],
  }),
  forceAlpha: bool(true, { doc: 'Take alpha as it is; false raises it to 1e-10 at least.' }),
  fitPrior: bool(true, { doc: 'Learn class priors; false takes all classes as equally likely.' }),
  classPrior: nullable(
    custom<readonly number[]>([], {
      doc: 'Prior probability of each class, in the order of classes; null learns them or takes them as equal.',
      expected: 'an array of probabilities',
      accepts: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((p) => typeof p === 'number' && p >= 0),
      invalid: ['uniform', [-0.5, 1.5], 3],
    }),
  ),
};

/** What naive Bayes on counts learns. */
export interface DiscreteModel {
  /** Weight of each class. */
  readonly classCount: Float64Array;
  /** Weighted sums of each column in each class: k x d. */
  readonly featureCount: Matrix;
  readonly classLogPrior: Float64Array;
  /** Logarithms of the columns' probabilities in each class: k x d. */
  readonly featureLogProb: Matrix;
}

interface Shared {
  readonly alpha: number | readonly number[];
  readonly forceAlpha: boolean;
  readonly fitPrior: boolean;
  readonly classPrior: readonly number[] | null;
}

/** Naive Bayes on sums of columns. A subclass turns counts into `featureLogProb`. */
export abstract class DiscreteNB<D extends Declaration> extends NaiveBayesBase<D, DiscreteModel> {
  /** Log probabilities (k x d) from the counts, with `alpha` (d). */
  protected abstract logProbabilities(
    featureCount: Matrix,
    classCount: Float64Array,
    alpha: Float64Array,
  ): Matrix;

  /** What a cell counts for: itself, unless overridden. */
  protected value(cell: number): number {
    return cell;
  }

  protected update(
    before: DiscreteModel | undefined,
    { X, codes, classes, sampleWeight }: ClassifierData,
  ): DiscreteModel {
    const k = classes.length;
    const d = X.columns;
    const classCount = before ? before.classCount.slice() : new Float64Array(k);
    const featureCount = before ? before.featureCount.clone() : Matrix.zeros(k, d);
    for (let i = 0, at = 0; i < X.rows; i++) {
      const w = sampleWeight ? sampleWeight[i] : 1;
      classCount[codes[i]] += w;
      for (let j = 0, to = codes[i] * d; j < d; j++, at++, to++) {
        featureCount.data[to] += w * this.value(X.data[at]);
      }
    }
    const { classPrior, fitPrior } = this.shared;
    const alpha = smoothing(this.shared, d, this.type);
    const classLogPrior = logPriors(classCount, fitPrior, classPrior, this.type);
    const featureLogProb = this.logProbabilities(featureCount, classCount, alpha);
    return { classCount, featureCount, classLogPrior, featureLogProb };
  }

  protected async jointLogLikelihood(X: Matrix, run: Run): Promise<Matrix> {
    const { featureLogProb, classLogPrior } = this.learned('predict');
    const k = classLogPrior.length;
    const d = X.columns;
    const result = Matrix.zeros(X.rows, k);
    const constant = this.constants();
    const logs = this.slopes(featureLogProb).data;
    for (let i = 0; i < X.rows; i++) {
      for (let c = 0; c < k; c++) {
        let sum = constant[c];
        for (let j = 0, x = i * d, p = c * d; j < d; j++, x++, p++) {
          const value = this.value(X.data[x]);
          // A count of 0 says nothing, also of a column whose probability is 0.
          if (value !== 0) sum += value * logs[p];
        }
        result.data[i * k + c] = sum;
      }
      if (run.due) await run.step(i + 1, X.rows, 'rows');
    }
    await run.breathe();
    return result;
  }

  /** What every row of a class starts from: k numbers. */
  protected constants(): Float64Array {
    return this.learned('predict').classLogPrior;
  }

  /** What a unit of each column adds: k x d. */
  protected slopes(featureLogProb: Matrix): Matrix {
    return featureLogProb;
  }

  /** Weight of each class. */
  get classCount(): Float64Array {
    return this.learned('classCount').classCount;
  }

  /** Weighted sums of each column in each class: k x d. */
  get featureCount(): Matrix {
    return this.learned('featureCount').featureCount;
  }

  /** Logarithms of the prior probabilities of the classes. */
  get classLogPrior(): Float64Array {
    return this.learned('classLogPrior').classLogPrior;
  }

  /** Logarithms of the columns' probabilities in each class: k x d. */
  get featureLogProb(): Matrix {
    return this.learned('featureLogProb').featureLogProb;
  }

  private get shared(): Shared {
    return this.params as unknown as Shared;
  }
}

/** alpha for each column. @throws InvalidParameterError for another number of them. */
export function smoothing(
  { alpha, forceAlpha }: Pick<Shared, 'alpha' | 'forceAlpha'>,
  d: number,
  source: string,
): Float64Array {
  if (typeof alpha !== 'number' && alpha.length !== d) {
    throw new InvalidParameterError(
      `${source}: parameter 'alpha' must be one number or one per column (${d}). Got ${alpha.length} numbers. Correct its length.`,
      { estimator: source, parameter: 'alpha', received: `${alpha.length} numbers` },
    );
  }
  const values = typeof alpha === 'number' ? new Float64Array(d).fill(alpha) : Float64Array.from(alpha);
  return forceAlpha ? values : values.map((a) => Math.max(a, 1e-10));
}

/** Logarithms of the priors. @throws InvalidParameterError for another number of them. */
export function logPriors(
  classCount: Float64Array,
  fitPrior: boolean,
  classPrior: readonly number[] | null,
  source: string,
): Float64Array {
  const k = classCount.length;
  if (classPrior) {
    if (classPrior.length === k) return Float64Array.from(classPrior, Math.log);
    throw new InvalidParameterError(
      `${source}: parameter 'classPrior' must have one entry per class (${k}). Got ${classPrior.length}. Correct its length.`,
      { estimator: source, parameter: 'classPrior', received: `${classPrior.length} entries` },
    );
  }
  if (!fitPrior) return new Float64Array(k).fill(-Math.log(k));
  const total = classCount.reduce((sum, count) => sum + count, 0);
  return classCount.map((count) => Math.log(count) - Math.log(total));
}
