import { InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import type { RegressorData } from '../base/index.js';
import { type CentredData, centreData } from './centre.js';
import { nonNegativeLeastSquares } from './least_squares/nnls.js';
import { triangleOf } from './least_squares/triangle.js';
import {
  coefficientRows,
  type LinearModel,
  LinearRegressorBase,
  linearModel,
} from './linear_regressor_base.js';
import { penaltiesOf, penalty } from './ridge_options.js';
import { ridgeByCholesky, ridgeByConjugateGradients, ridgeBySvd } from './ridge_solvers.js';

const declaration = declare('Ridge', {
  alpha: penalty(),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  maxIter: nullable(
    int(1000, { min: 1, doc: "Most iterations of 'sparse_cg'; null for ten times the columns." }),
  ),
  tol: real(1e-4, { min: 0, doc: "Precision of 'sparse_cg', relative to the first gradient." }),
  solver: oneOf(['auto', 'svd', 'cholesky', 'sparse_cg'], 'auto', {
    doc: "'auto' is 'cholesky', or 'svd' where that is too ill-conditioned; 'sparse_cg' for very many columns.",
  }),
  positive: bool(false, { doc: "Allow only coefficients >= 0; needs solver 'auto'." }),
});

interface RidgeModel extends LinearModel {
  readonly nIter: Int32Array | null;
  readonly solver: string;
}

/**
 * Linear regression with an l2 penalty: least squares that stays calm when columns depend on each other. Minimises
 * |y - Xw|^2 + alpha |w|^2. O(n d^2), or O(n^2 d) with more columns than rows.
 * Reference: Hoerl and Kennard, Technometrics 12 (1970) 55; scikit-learn Ridge.
 *
 * @example
 * ```ts
 * const model = await new Ridge({ alpha: 0.1 }).fit([[1], [2], [3]], [3, 5, 7]);
 * model.coef.get(0, 0); // 1.905
 * ```
 */
export class Ridge extends LinearRegressorBase<typeof declaration, RidgeModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { positive, solver } = this.params;
    if (positive && solver !== 'auto') {
      throw new InvalidParameterError(
        `Ridge: parameter 'positive' needs solver 'auto'. Got '${solver}'. Leave the solver out.`,
        { estimator: 'Ridge', parameter: 'positive', remedy: 'leave the solver out' },
      );
    }
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<RidgeModel> {
    const centred = centreData(X, y, sampleWeight, this.params.fitIntercept);
    const alphas = penaltiesOf(this.params.alpha, y.columns, this.type);
    await run.step(0, 1, 'solution');
    const { coef, nIter, solver } = await this.solve(centred, alphas, run);
    return { ...linearModel(coefficientRows(coef), centred, this.type), nIter, solver };
  }

  /** Iterations of each target; null for the direct solvers. */
  get nIter(): Int32Array | null {
    return this.learned('nIter').nIter;
  }

  /** The solver that was used: 'cholesky', 'svd', 'sparse_cg' or 'nnls'. */
  get solver(): string {
    return this.learned('solver').solver;
  }

  private async solve(centred: CentredData, alphas: readonly number[], run: Run) {
    if (this.params.positive) {
      return { coef: await positiveRidge(centred, alphas, run), nIter: null, solver: 'nnls' };
    }
    if (this.params.solver === 'sparse_cg') return this.iterate(centred, alphas, run);
    if (this.params.solver !== 'svd') {
      const coef = await ridgeByCholesky(centred, alphas, run);
      if (coef) return { coef, nIter: null, solver: 'cholesky' };
    }
    return { coef: ridgeBySvd(centred, alphas), nIter: null, solver: 'svd' };
  }

  private async iterate({ X, y }: CentredData, alphas: readonly number[], run: Run) {
    const { tol, maxIter } = this.params;
    const coef = Matrix.zeros(X.columns, y.columns);
    const nIter = new Int32Array(y.columns);
    for (let t = 0; t < y.columns; t++) {
      const limits = { tol, maxIter: maxIter ?? 10 * X.columns };
      const { x, iterations, converged } = await ridgeByConjugateGradients(
        X,
        y.column(t),
        alphas[t],
        limits,
        run,
      );
      if (!converged) {
        const message = `sparse_cg stopped after ${iterations} iterations. Raise maxIter or tol, or scale the columns.`;
        warn(new ConvergenceWarning(message, this.type));
      }
      nIter[t] = iterations;
      for (let j = 0; j < x.length; j++) coef.set(j, t, x[j]);
    }
    return { coef, nIter, solver: 'sparse_cg' };
  }
}

/** The penalty as d more rows makes a least-squares problem, solved exactly for coefficients >= 0. */
async function positiveRidge({ X, y }: CentredData, alphas: readonly number[], run: Run): Promise<Matrix> {
  const d = X.columns;
  const result = Matrix.zeros(d, y.columns);
  for (let t = 0; t < y.columns; t++) {
    const rows = new Float64Array(X.data.length + d * d);
    rows.set(X.data);
    for (let j = 0; j < d; j++) rows[X.data.length + j * d + j] = Math.sqrt(alphas[t]);
    const target = new Float64Array(X.rows + d);
    target.set(y.column(t));
    const {
      R,
      target: reduced,
      scale,
      targetScale,
    } = await triangleOf(Matrix.of(rows, d), Matrix.of(target, 1), run);
    const x = await nonNegativeLeastSquares(R, reduced.data, run);
    for (let j = 0; j < d; j++) result.set(j, t, (x[j] / scale[j]) * targetScale[0]);
  }
  return result;
}
