import { bool, declare, int, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { quantileOf } from '../../../kernels/losses/index.js';
import type { RegressorData } from '../../base/index.js';
import { type LinearModel, LinearRegressorBase } from '../linear_regressor_base.js';
import { penaltyOf, StandardisedRows } from '../standardised_rows.js';
import { type HuberProblem, outliersOf, solveHuber } from './huber_newton.js';

const declaration = declare('HuberRegressor', {
  epsilon: real(1.35, {
    min: 1,
    doc: 'Residuals beyond this many scales count as outliers; smaller is more robust.',
  }),
  maxIter: int(100, { min: 1, doc: 'Most iterations of the solver.' }),
  alpha: real(1e-4, { min: 0, doc: 'Strength of the l2 penalty.' }),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept.' }),
  tol: real(1e-5, {
    min: 0,
    exclusiveMin: true,
    doc: 'Stop when no component of the gradient is above this.',
  }),
});

interface HuberModel extends LinearModel {
  readonly scale: number;
  readonly outliers: readonly boolean[];
  readonly nIter: number;
}

/**
 * Linear regression that outliers in y do not lead astray: squared errors up to epsilon scales, absolute ones beyond,
 * with the scale learned at the same time. O(n d^2) per iteration (Newton's method; about ten are needed).
 * Reference: Huber and Ronchetti, Robust Statistics (2009), 7.7; scikit-learn HuberRegressor.
 *
 * @example
 * ```ts
 * const model = await new HuberRegressor().fit([[1], [2], [3], [4], [5]], [3, 5, 7, 9, 100]);
 * model.coef.get(0, 0); // 2.0
 * model.outliers; // [false, false, false, false, true]
 * ```
 */
export class HuberRegressor extends LinearRegressorBase<typeof declaration, HuberModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<HuberModel> {
    const { epsilon, alpha, fitIntercept, maxIter, tol } = this.params;
    const rows = new StandardisedRows(X, sampleWeight, fitIntercept);
    try {
      const centre = fitIntercept ? quantileOf(y.data, 0.5, sampleWeight) : 0;
      const unit = spreadOf(y.data, centre, sampleWeight);
      const problem: HuberProblem = {
        rows,
        y: y.data.map((value) => (value - centre) / unit),
        sampleWeight,
        epsilon,
        penalty: rows.unit.map((size) => penaltyOf(alpha * unit, size)),
        fitIntercept,
        smallestScale: 10 * Number.EPSILON,
        tol,
        maxIter,
      };
      const before = this.params.warmStart ? this.fitted?.model : undefined;
      const warm = before && before.coef.columns === X.columns ? before : undefined;
      const start = { u: new Float64Array(X.columns), b: 0, scale: 1 };
      if (warm) {
        const { u, b } = rows.standardised(warm.coef.data, warm.intercept[0]);
        start.u = u.map((value) => value / unit);
        start.b = (b - centre) / unit;
        start.scale = Math.max(warm.scale / unit, problem.smallestScale);
      }
      const solution = await solveHuber(problem, start, run);
      if (!solution.converged) {
        const message = `the solver did not converge in ${solution.nIter} iterations. Raise maxIter or epsilon.`;
        warn(new ConvergenceWarning(message, this.type));
      }
      const u = solution.u.map((value) => value * unit);
      const model = rows.original(u, fitIntercept ? solution.b * unit + centre : 0);
      if (!fitIntercept) model.intercept[0] = 0;
      const outliers = outliersOf(problem, solution);
      return { ...model, scale: solution.scale * unit, outliers, nIter: solution.nIter };
    } finally {
      rows.release();
    }
  }

  /** The scale of the residuals, by which they are divided. */
  get scale(): number {
    return this.learned('scale').scale;
  }

  /** Which rows of `fit` are outliers. */
  get outliers(): readonly boolean[] {
    return this.learned('outliers').outliers;
  }

  /** Iterations of the solver. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}

/** The median distance from the centre, or the mean one where most rows lie on it; 1 for constant y. */
function spreadOf(y: Float64Array, centre: number, weights: Float64Array | undefined): number {
  const distances = y.map((value) => Math.abs(value - centre));
  const median = quantileOf(distances, 0.5, weights);
  if (median > 0) return median;
  const largest = distances.reduce((most, value) => Math.max(most, value), 0);
  return largest > 0 ? largest : 1;
}
