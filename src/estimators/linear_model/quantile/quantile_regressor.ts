import { Matrix } from '../../../core/matrix.js';
import { bool, custom, declare, oneOf, type ParamsOf, real } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { quantileOf } from '../../../kernels/losses/index.js';
import type { RegressorData } from '../../base/index.js';
import { type LinearModel, LinearRegressorBase } from '../linear_regressor_base.js';
import { StandardisedRows } from '../standardised_rows.js';
import { solveInterior } from './interior_point.js';
import { type PinballProblem, widthOf } from './pinball_problem.js';
import { toVertex } from './vertex.js';

/** Options of the solver, by their names in the reference. */
export interface QuantileSolverOptions {
  /** Most iterations; default 100. */
  readonly maxiter?: number;
  /** Largest gap between primal and dual value, relative; default 1e-12. */
  readonly ipm_optimality_tolerance?: number;
}

const declaration = declare('QuantileRegressor', {
  quantile: real(0.5, {
    min: 0,
    max: 1,
    exclusiveMin: true,
    exclusiveMax: true,
    doc: 'The quantile to predict; 0.5 is the median.',
  }),
  alpha: real(1, { min: 0, doc: 'Strength of the l1 penalty.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  solver: oneOf(['highs', 'highs-ds', 'highs-ipm', 'interior-point', 'revised simplex'], 'highs', {
    doc: "'highs-ipm' and 'interior-point' stop at the interior point solution; 'highs', 'highs-ds' and 'revised simplex' go on from there to the exact vertex.",
  }),
  solverOptions: custom<QuantileSolverOptions | null>(null, {
    doc: 'A record with maxiter (iterations) and ipm_optimality_tolerance, or null.',
    expected: 'null or a record with maxiter >= 1 and ipm_optimality_tolerance > 0',
    accepts: acceptsOptions,
    invalid: ['fast', 3, { maxiter: 0 }, { speed: 1 }],
  }),
});

interface QuantileModel extends LinearModel {
  readonly nIter: number;
}

/**
 * Linear regression of a quantile, such as the median or the upper 90 percent: minimises the mean pinball loss plus
 * alpha |w|_1, a linear program, by an interior point method and then exactly. O(n d^2) per iteration. For a median
 * that resists outliers, or for bounds of predictions.
 * Reference: Koenker, Quantile Regression (2005); scikit-learn QuantileRegressor.
 *
 * @example
 * ```ts
 * const model = await new QuantileRegressor({ quantile: 0.5, alpha: 0 }).fit([[1], [2], [3], [4]], [3, 5, 7, 100]);
 * await model.predict([[5]]); // 11
 * ```
 */
export class QuantileRegressor extends LinearRegressorBase<typeof declaration, QuantileModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<QuantileModel> {
    const { quantile, fitIntercept, solver, solverOptions } = this.params;
    const used = usedRows(X, y, sampleWeight);
    const centre = fitIntercept ? quantileOf(used.y, quantile, used.weights) : 0;
    const unit = spreadOf(used.y, centre);
    const columns = varyingColumns(used.X, fitIntercept);
    const rows = new StandardisedRows(used.X.takeColumns(columns), used.weights, fitIntercept);
    try {
      const problem = this.problem(
        rows,
        used.y.map((value) => (value - centre) / unit),
        used.weights,
      );
      const { maxiter = 100, ipm_optimality_tolerance: tol = 1e-12 } = solverOptions ?? {};
      await run.step(0, maxiter, 'iteration');
      let { b, iterations, converged } =
        widthOf(problem) > 0
          ? await solveInterior(problem, { maxIter: maxiter, tol }, run)
          : { b: new Float64Array(0), iterations: 1, converged: true };
      if (solver !== 'highs-ipm' && solver !== 'interior-point') b = await toVertex(problem, b, run);
      if (!converged) {
        const message = `the linear program was not solved in ${iterations} iterations. Raise solverOptions.maxiter.`;
        warn(new ConvergenceWarning(message, this.type));
      }
      const d = rows.columns;
      const u = b.slice(0, d).map((value) => value * unit);
      const some = rows.original(u, fitIntercept ? b[d] * unit + centre : 0);
      const coef = Matrix.zeros(1, X.columns);
      columns.forEach((j, k) => {
        coef.data[j] = some.coef.data[k];
      });
      return { coef, intercept: fitIntercept ? some.intercept : new Float64Array(1), nIter: iterations };
    } finally {
      rows.release();
    }
  }

  /** Iterations of the interior point method. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  private problem(
    rows: StandardisedRows,
    y: Float64Array,
    weights: Float64Array | undefined,
  ): PinballProblem {
    const { quantile, alpha, fitIntercept } = this.params;
    const [n, d] = [rows.rows, rows.columns];
    const total = weights ? weights.reduce((sum, w) => sum + w, 0) : n;
    const size = n + (alpha > 0 ? d : 0);
    const targets = new Float64Array(size);
    targets.set(y);
    const up = new Float64Array(size);
    const down = new Float64Array(size);
    for (let i = 0; i < n; i++) {
      const share = (weights ? weights[i] : 1) / total;
      up[i] = quantile * share;
      down[i] = (1 - quantile) * share;
    }
    // Beyond what rows can pull, a stronger penalty changes nothing but the conditioning.
    for (let j = 0; n + j < size; j++) up[n + j] = down[n + j] = Math.min(alpha / rows.unit[j], 1e3);
    return { rows, fitIntercept, y: targets, up, down };
  }
}

/** Rows without weight would leave a program without an inside. */
function usedRows(X: Matrix, y: Matrix, weights: Float64Array | undefined) {
  const rows = weights && Int32Array.from(weights.keys()).filter((i) => weights[i] > 0);
  if (!weights || !rows || rows.length === weights.length) return { X, y: y.data, weights };
  return {
    X: X.takeRows(rows),
    y: y.takeRows(rows).data,
    weights: Float64Array.from(rows, (i) => weights[i]),
  };
}

/** Columns that can have a coefficient: not all zero, nor constant beside an intercept. */
function varyingColumns(X: Matrix, fitIntercept: boolean): Int32Array {
  return Int32Array.from({ length: X.columns }, (_, j) => j).filter((j) => {
    const first = fitIntercept ? X.data[j] : 0;
    let largest = 0;
    for (let at = j; at < X.data.length; at += X.columns)
      largest = Math.max(largest, Math.abs(X.data[at] - first));
    return largest > 16 * Number.EPSILON * Math.abs(first);
  });
}

function spreadOf(y: Float64Array, centre: number): number {
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0);
  if (largest === 0) return 1;
  const mean = y.reduce((sum, value) => sum + Math.abs(value - centre) / largest, 0) / y.length;
  return largest * mean;
}

function acceptsOptions(value: unknown): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  return Object.entries(value as object).every(([key, given]) =>
    key === 'maxiter'
      ? Number.isInteger(given) && given >= 1
      : key === 'ipm_optimality_tolerance' && typeof given === 'number' && given > 0,
  );
}
