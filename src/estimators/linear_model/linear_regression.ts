import { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { RegressorData } from '../base/index.js';
import { centreData } from './centre.js';
import { nonNegativeLeastSquares } from './least_squares/nnls.js';
import { solveTriangle } from './least_squares/solve_triangle.js';
import { type Triangle, triangleOf } from './least_squares/triangle.js';
import {
  coefficientRows,
  type LinearModel,
  LinearRegressorBase,
  linearModel,
} from './linear_regressor_base.js';

const declaration = declare('LinearRegression', {
  fitIntercept: bool(true, { doc: 'Learn an intercept.' }),
  positive: bool(false, { doc: 'Allow only coefficients >= 0.' }),
});

interface LinearRegressionModel extends LinearModel {
  readonly rank: number;
  readonly singular: Float64Array;
}

/**
 * Ordinary least squares: the line of least squared error. Columns that depend on each other are no trouble: of all
 * answers the one of least norm is taken. By QR and SVD, O(n d^2): no digits are lost to squared condition numbers.
 * Reference: Golub and Van Loan, Matrix Computations (2013), 5.3-5.5; scikit-learn LinearRegression.
 *
 * @example
 * ```ts
 * const model = await new LinearRegression().fit([[1], [2], [3]], [3, 5, 7]);
 * model.coef.get(0, 0); // 2
 * await model.predict([[10]]); // 21
 * ```
 */
export class LinearRegression extends LinearRegressorBase<typeof declaration, LinearRegressionModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<LinearRegressionModel> {
    const { fitIntercept, positive } = this.params;
    const centred = centreData(X, y, sampleWeight, fitIntercept);
    const triangle = await triangleOf(centred.X, centred.y, run);
    const { coef, rank, singular } = solveTriangle(triangle, X.rows);
    const solution = positive ? await positiveSolution(triangle, run) : coef;
    return { ...linearModel(coefficientRows(solution), centred, this.type), rank, singular };
  }

  /** Numerical rank of the centred X. */
  get rank(): number {
    return this.learned('rank').rank;
  }

  /** Singular values of the centred X, descending. */
  get singular(): Float64Array {
    return this.learned('singular').singular;
  }
}

/** Scaling a column by a positive number keeps the sign of its coefficient. */
async function positiveSolution({ R, target, scale, targetScale }: Triangle, run: Run): Promise<Matrix> {
  const coef = Matrix.zeros(R.columns, target.columns);
  for (let c = 0; c < target.columns; c++) {
    const x = await nonNegativeLeastSquares(R, target.column(c), run);
    for (let j = 0; j < x.length; j++) coef.set(j, c, (x[j] / scale[j]) * targetScale[c]);
  }
  return coef;
}
