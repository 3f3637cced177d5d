import { describe, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Label } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { logRows } from '../base/probabilities.js';

const declaration = declare('DummyClassifier', {
  strategy: oneOf(['most_frequent', 'prior', 'stratified', 'uniform', 'constant'], 'prior', {
    doc: "'most_frequent' and 'prior' predict the most frequent class, 'stratified' draws by the class shares, 'uniform' draws equally, 'constant' predicts `constant`.",
  }),
  constant: nullable(
    custom<Label>('', {
      doc: "The label that strategy 'constant' predicts.",
      expected: 'a label',
      accepts: (value) => ['string', 'number', 'boolean'].includes(typeof value),
      invalid: [{}, []],
    }),
  ),
  randomState: seed(),
});

interface DummyClassifierModel {
  /** Share of the weight of each class. */
  readonly classPrior: Float64Array;
  /** Class that 'constant' predicts. */
  readonly constantCode: number;
}

/**
 * Predicts without looking at X: the baseline that every classifier must beat. X may hold anything numeric.
 * Reference: scikit-learn DummyClassifier.
 *
 * @example
 * ```ts
 * const dummy = await new DummyClassifier().fit([[0], [1], [2]], ['star', 'star', 'qso']);
 * await dummy.predict([[5]]); // ['star']
 * ```
 */
export class DummyClassifier extends ClassifierBase<typeof declaration, DummyClassifierModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true, allowNaN: true, poorScore: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ codes, classes, sampleWeight }: ClassifierData): Promise<DummyClassifierModel> {
    const { strategy, constant } = this.params;
    const classPrior = new Float64Array(classes.length);
    let total = 0;
    codes.forEach((code, i) => {
      const weight = sampleWeight ? sampleWeight[i] : 1;
      classPrior[code] += weight;
      total += weight;
    });
    for (let c = 0; c < classPrior.length; c++) classPrior[c] /= total;
    const constantCode = constant === null ? -1 : classes.indexOf(constant);
    if (strategy === 'constant' && constantCode < 0) {
      throw new InvalidParameterError(
        `DummyClassifier: parameter 'constant' must be one of the classes ${classes.map(describe).join(', ')}. Got ${describe(constant)}.`,
        { estimator: 'DummyClassifier', parameter: 'constant', received: describe(constant) },
      );
    }
    return { classPrior, constantCode };
  }

  protected async predictCodes(X: Matrix): Promise<Int32Array> {
    // A draw puts its 1 in the column of the class drawn, so the largest column is the prediction.
    return argmaxRows(this.draw(X.rows));
  }

  /** The class shares, or for the drawing strategies 'stratified' and 'constant' a 1 in the class drawn: n x k. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictProba');
    await new Run(this.type, options).breathe();
    const { classPrior } = this.learned('predictProba');
    if (this.params.strategy === 'uniform') {
      const k = classPrior.length;
      return Matrix.of(new Float64Array(matrix.rows * k).fill(1 / k), k);
    }
    return this.draw(matrix.rows);
  }

  /** Logarithms of predictProba. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.predictProba(X, options));
  }

  /** Share of the weight of each class. */
  get classPrior(): Float64Array {
    return this.learned('classPrior').classPrior;
  }

  private draw(rows: number): Matrix {
    const { classPrior, constantCode } = this.learned('predict');
    const k = classPrior.length;
    const result = Matrix.zeros(rows, k);
    const { strategy } = this.params;
    if (strategy === 'prior') {
      for (let i = 0; i < rows; i++) result.data.set(classPrior, i * k);
      return result;
    }
    let codes: ArrayLike<number>;
    if (strategy === 'stratified' || strategy === 'uniform') {
      const random = RandomState.from(this.params.randomState as number | null);
      codes = strategy === 'uniform' ? random.randint(0, k, rows) : drawByShares(random, classPrior, rows);
    } else {
      const best = classPrior.indexOf(Math.max(...classPrior));
      codes = new Int32Array(rows).fill(strategy === 'constant' ? constantCode : best);
    }
    for (let i = 0; i < rows; i++) result.data[i * k + codes[i]] = 1;
    return result;
  }
}

/** One multinomial trial per row, as the reference draws them. */
function drawByShares(random: RandomState, shares: Float64Array, rows: number): Int32Array {
  return Int32Array.from({ length: rows }, () => random.multinomial(1, shares).indexOf(1));
}
