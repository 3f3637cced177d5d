import { inputError, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { bool, declare, oneOf, type ParamsOf } from '../core/params.js';
import { Run, type RunOptions } from '../core/run.js';
import { type Tags, tags } from '../core/tags.js';
import { TransformerBase, type TransformerData } from '../estimators/base/index.js';
import { checkTransformed, multiplyThenAdd, shiftThenDivide } from './affine.js';
import { columnMoments, constantColumns, scaleOf } from './moments.js';
import {
  boxCox,
  boxCoxLambda,
  inverseBoxCox,
  inverseYeoJohnson,
  yeoJohnson,
  yeoJohnsonLambda,
} from './power_functions.js';
import { inRowBlocks } from './row_blocks.js';

const declaration = declare('PowerTransformer', {
  method: oneOf(['yeo-johnson', 'box-cox'], 'yeo-johnson', {
    doc: "'yeo-johnson' takes all numbers, 'box-cox' positive ones only.",
  }),
  standardize: bool(true, { doc: 'Scale the transformed columns to mean 0 and variance 1.' }),
});

interface PowerTransformerModel {
  readonly lambdas: Float64Array;
  /** Mean and deviation of the transformed columns; null without `standardize`. */
  readonly mean: Float64Array | null;
  readonly scale: Float64Array | null;
}

/**
 * Raises each column to the power that makes it most like a normal distribution (maximum likelihood), which
 * tames skewed columns. NaN is passed over and kept. Fit is O(n d) times some 30 evaluations of the likelihood.
 * References: Box & Cox (1964); Yeo & Johnson (2000); scikit-learn PowerTransformer.
 *
 * @example
 * ```ts
 * const power = await new PowerTransformer().fit([[1, 2], [3, 2], [4, 5]]);
 * power.lambdas; // 1.38668179, -3.10053309
 * ```
 */
export class PowerTransformer extends TransformerBase<typeof declaration, PowerTransformerModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  override get tags(): Tags {
    return tags('transformer', { allowNaN: true, positiveOnly: this.params.method === 'box-cox' });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<PowerTransformerModel> {
    const { method, standardize } = this.params;
    const lambdas = new Float64Array(X.columns);
    if (method === 'box-cox') this.checkPositiveCells(X);
    const constant = constantColumns(await columnMoments(X, undefined, run));
    for (let j = 0; j < X.columns; j++) {
      await run.step(j, X.columns, 'column');
      const values = X.column(j).filter((value) => !Number.isNaN(value));
      if (method === 'box-cox') {
        if (values.length === 0) {
          throw inputError(
            this.type,
            'X',
            `must hold a value in column ${j}`,
            'only NaN',
            'Drop the column.',
          );
        }
        // The likelihood of a constant column has no maximum.
        lambdas[j] = constant[j] ? 1 : boxCoxLambda(values);
      } else {
        lambdas[j] = constant[j] || values.length === 0 ? 1 : yeoJohnsonLambda(values);
      }
    }
    if (!standardize) return { lambdas, mean: null, scale: null };
    const moments = await columnMoments(await this.raise(X, lambdas, run), undefined, run);
    return { lambdas, mean: moments.mean, scale: scaleOf(moments) };
  }

  protected async transformMatrix(X: Matrix, model: PowerTransformerModel, run: Run): Promise<Matrix> {
    if (this.params.method === 'box-cox') this.checkPositiveCells(X);
    return shiftThenDivide(await this.raise(X, model.lambdas, run), model.mean, model.scale, run);
  }

  /** Undoes `transform`. Values that no input maps to give NaN. */
  async inverseTransform(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { lambdas, mean, scale } = this.learned('inverseTransform');
    const run = new Run(this.type, options);
    const matrix = checkTransformed(X, this.nFeaturesIn, this.type, true);
    const stretched = await multiplyThenAdd(matrix, scale, mean, run);
    const inverse = this.params.method === 'box-cox' ? inverseBoxCox : inverseYeoJohnson;
    return (await mapCells(stretched, lambdas, inverse, run)).withColumnNames(this.featureNamesIn);
  }

  /** The exponent of each column. */
  get lambdas(): Float64Array {
    return this.learned('lambdas').lambdas;
  }

  private raise(X: Matrix, lambdas: Float64Array, run: Run): Promise<Matrix> {
    return mapCells(X, lambdas, this.params.method === 'box-cox' ? boxCox : yeoJohnson, run);
  }

  private checkPositiveCells(X: Matrix): void {
    const at = X.data.findIndex((value) => value <= 0);
    if (at < 0) return;
    throw inputError(
      this.type,
      'X',
      `must hold positive numbers only for method 'box-cox', but row ${Math.floor(at / X.columns)}, column ${at % X.columns} does not`,
      String(X.data[at]),
      "Use method 'yeo-johnson'.",
    );
  }
}

async function mapCells(
  X: Matrix,
  lambdas: Float64Array,
  map: (x: number, lambda: number) => number,
  run: Run,
): Promise<Matrix> {
  const { data, columns } = X;
  const out = new Float64Array(data.length);
  await inRowBlocks(X, run, (from, to) => {
    for (let i = from, at = from * columns; i < to; i++) {
      for (let j = 0; j < columns; j++, at++) out[at] = map(data[at], lambdas[j]);
    }
  });
  return Matrix.of(out, columns);
}
