import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { ClassifierData } from '../base/index.js';
import { discreteSpecs, logPriors } from './discrete_nb.js';
import { NaiveBayesBase } from './naive_bayes_base.js';

const { alpha: _alpha, ...priorSpecs } = discreteSpecs;

const declaration = declare('CategoricalNB', {
  alpha: custom<number>(1, {
    doc: 'Added to the count of every category.',
    expected: 'a number >= 0',
    accepts: (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
    invalid: [-1, 'much', [1]],
  }),
  ...priorSpecs,
  minCategories: nullable(
    custom<number | readonly number[]>(1, {
      doc: 'Least number of categories of the columns, or of each column; null goes by the data.',
      expected: 'an integer >= 1, or one per column',
      accepts: (value) =>
        Array.isArray(value)
          ? value.length > 0 && value.every((m) => Number.isInteger(m) && m >= 1)
          : Number.isInteger(value) && (value as number) >= 1,
      invalid: [0, 2.5, 'many', []],
    }),
    null,
  ),
});

interface CategoricalModel {
  readonly classCount: Float64Array;
  readonly classLogPrior: Float64Array;
  /** For each column the weighted counts of its categories: k x categories. */
  readonly categoryCount: readonly Matrix[];
  readonly featureLogProb: readonly Matrix[];
}

/** More categories than this in a column are surely no categories. */
const MOST_CATEGORIES = 1e6;

/**
 * Naive Bayes for columns of categories, numbered from 0 (as `OrdinalEncoder` numbers them): each class has its own
 * share of every category. A category that `fit` has not seen is an error; `minCategories` makes room for it.
 * Fit and predict are O(n d k); `partialFit` learns in pieces. Reference: scikit-learn CategoricalNB.
 *
 * @example
 * ```ts
 * const nb = await new CategoricalNB().fit([[0, 2], [0, 1], [1, 0]], ['a', 'a', 'b']);
 * await nb.predict([[0, 0]]); // ['a']
 * ```
 */
export class CategoricalNB extends NaiveBayesBase<typeof declaration, CategoricalModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, positiveOnly: true, poorScore: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected update(
    before: CategoricalModel | undefined,
    { X, codes, classes, sampleWeight }: ClassifierData,
  ): CategoricalModel {
    const k = classes.length;
    const d = X.columns;
    const least = this.leastCategories(d);
    const classCount = before ? before.classCount.slice() : new Float64Array(k);
    for (let i = 0; i < X.rows; i++) classCount[codes[i]] += sampleWeight ? sampleWeight[i] : 1;
    const categoryCount: Matrix[] = [];
    for (let j = 0; j < d; j++) {
      let width = Math.max(least[j], before?.categoryCount[j].columns ?? 0);
      for (let i = 0; i < X.rows; i++) width = Math.max(width, this.category(X, i, j) + 1);
      const counts = Matrix.zeros(k, width);
      const old = before?.categoryCount[j];
      if (old) {
        for (let c = 0; c < k; c++) for (let m = 0; m < old.columns; m++) counts.set(c, m, old.get(c, m));
      }
      for (let i = 0; i < X.rows; i++) {
        counts.data[codes[i] * width + X.get(i, j)] += sampleWeight ? sampleWeight[i] : 1;
      }
      categoryCount.push(counts);
    }
    const { alpha, forceAlpha, fitPrior, classPrior } = this.params;
    const added = forceAlpha ? alpha : Math.max(alpha, 1e-10);
    const featureLogProb = categoryCount.map((counts) => {
      const result = Matrix.zeros(k, counts.columns);
      for (let c = 0; c < k; c++) {
        let total = 0;
        for (let m = 0; m < counts.columns; m++) total += counts.get(c, m) + added;
        for (let m = 0; m < counts.columns; m++) {
          result.set(c, m, Math.log(counts.get(c, m) + added) - Math.log(total));
        }
      }
      return result;
    });
    const classLogPrior = logPriors(classCount, fitPrior, classPrior, this.type);
    return { classCount, classLogPrior, categoryCount, featureLogProb };
  }

  protected async jointLogLikelihood(X: Matrix, run: Run): Promise<Matrix> {
    const { classLogPrior, featureLogProb } = this.learned('predict');
    const k = classLogPrior.length;
    const result = Matrix.zeros(X.rows, k);
    for (let i = 0; i < X.rows; i++) {
      result.data.set(classLogPrior, i * k);
      for (let j = 0; j < X.columns; j++) {
        const logs = featureLogProb[j];
        const category = this.category(X, i, j);
        if (category >= logs.columns) throw this.unseen(category, i, j, logs.columns);
        for (let c = 0; c < k; c++) result.data[i * k + c] += logs.data[c * logs.columns + category];
      }
      if (run.due) await run.step(i + 1, X.rows, 'rows');
    }
    await run.breathe();
    return result;
  }

  /** Weight of each class. */
  get classCount(): Float64Array {
    return this.learned('classCount').classCount;
  }

  /** Logarithms of the prior probabilities of the classes. */
  get classLogPrior(): Float64Array {
    return this.learned('classLogPrior').classLogPrior;
  }

  /** For each column the weighted counts of its categories: k x categories. */
  get categoryCount(): readonly Matrix[] {
    return this.learned('categoryCount').categoryCount;
  }

  /** For each column the logarithms of its categories' probabilities: k x categories. */
  get featureLogProb(): readonly Matrix[] {
    return this.learned('featureLogProb').featureLogProb;
  }

  /** Number of categories of each column. */
  get nCategories(): Int32Array {
    return Int32Array.from(this.learned('nCategories').categoryCount, (counts) => counts.columns);
  }

  private category(X: Matrix, i: number, j: number): number {
    const value = X.get(i, j);
    if (Number.isInteger(value) && value >= 0 && value < MOST_CATEGORIES) return value;
    throw new InvalidInputError(
      `${this.type}: X must hold categories numbered from 0. Got ${value} in row ${i}, column ${j}. Encode them with OrdinalEncoder.`,
      {
        estimator: this.type,
        parameter: 'X',
        column: j,
        received: String(value),
        remedy: 'encode with OrdinalEncoder',
      },
    );
  }

  private unseen(category: number, row: number, column: number, known: number): InvalidInputError {
    return new InvalidInputError(
      `${this.type}: column ${column} had categories 0 to ${known - 1} in fit. Got ${category} in row ${row}. Set minCategories to make room for more.`,
      {
        estimator: this.type,
        parameter: 'X',
        column,
        received: String(category),
        remedy: 'set minCategories',
      },
    );
  }

  private leastCategories(d: number): readonly number[] {
    const { minCategories } = this.params;
    if (minCategories === null) return new Array<number>(d).fill(1);
    if (typeof minCategories === 'number') return new Array<number>(d).fill(minCategories);
    if (minCategories.length === d) return minCategories;
    throw new InvalidParameterError(
      `${this.type}: parameter 'minCategories' must be one integer or one per column (${d}). Got ${minCategories.length}. Correct its length.`,
      { estimator: this.type, parameter: 'minCategories', received: `${minCategories.length} integers` },
    );
  }
}
