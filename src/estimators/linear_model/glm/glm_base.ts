import { InvalidInputError } from '../../../core/errors.js';
import { checkTargets, type MatrixLike, type Targets } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, type Declaration, int, oneOf, real } from '../../../core/params.js';
import type { ScoreOptions } from '../../../core/protocol.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import type { Loss } from '../../../kernels/losses/index.js';
import { d2TweedieScore } from '../../../metrics/index.js';
import type { RegressorData } from '../../base/index.js';
import { type LinearModel, LinearRegressorBase } from '../linear_regressor_base.js';
import { linearScores } from '../linear_scores.js';
import { penaltyOf, StandardisedRows } from '../standardised_rows.js';
import { solveGlmLbfgs, solveGlmNewton } from './glm_solvers.js';

export const glmParams = {
  alpha: real(1, { min: 0, doc: 'Strength of the l2 penalty; 0 for none.' }),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  solver: oneOf(['lbfgs', 'newton-cholesky'], 'lbfgs', {
    doc: "'lbfgs' in general; 'newton-cholesky' for many rows and few columns.",
  }),
  maxIter: int(100, { min: 1, doc: 'Most iterations of the solver.' }),
  tol: real(1e-4, {
    min: 0,
    exclusiveMin: true,
    doc: 'Stop when no component of the gradient, by columns in units of their spread, is above this.',
  }),
  warmStart: bool(false, { doc: 'Start from the coefficients of the fit before.' }),
};

interface GlmParams {
  readonly alpha: number;
  readonly fitIntercept: boolean;
  readonly solver: 'lbfgs' | 'newton-cholesky';
  readonly maxIter: number;
  readonly tol: number;
  readonly warmStart: boolean;
}

/** The distribution of the targets. */
export interface Family {
  readonly power: number;
  readonly link: 'identity' | 'log';
  readonly loss: Loss;
}

export interface GlmModel extends LinearModel {
  readonly nIter: number;
}

/** Regression with a Tweedie distribution. A subclass names the distribution and the link. */
export abstract class GlmBase<D extends Declaration> extends LinearRegressorBase<D, GlmModel> {
  override readonly tags = tags('regressor', { sampleWeight: true });

  protected abstract family(): Family;

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<GlmModel> {
    const { alpha, fitIntercept, solver, maxIter, tol } = this.params as unknown as GlmParams;
    const { loss, link, power } = this.checkTargetRange(y.data, sampleWeight);
    const logPower = link === 'log' ? power : undefined;
    const rows = new StandardisedRows(X, sampleWeight, fitIntercept);
    try {
      const d = X.columns;
      const penalty = new Float64Array(d + (fitIntercept ? 1 : 0));
      for (let j = 0; j < d; j++) penalty[j] = penaltyOf(alpha, rows.unit[j]);
      const start = this.startingPoint(rows, y.data, sampleWeight);
      const problem = {
        rows,
        y: y.data,
        sampleWeight,
        loss,
        logPower,
        penalty,
        fitIntercept,
        start,
        maxIter,
        tol,
      };
      const solve = solver === 'lbfgs' ? solveGlmLbfgs : solveGlmNewton;
      const { x, nIter, converged } = await solve(problem, run);
      const model = rows.original(x, fitIntercept ? x[d] : 0);
      if (!fitIntercept) model.intercept[0] = 0;
      if (!model.coef.data.every(Number.isFinite) || !Number.isFinite(model.intercept[0])) {
        throw new InvalidInputError(
          `${this.type}: the coefficients leave the range of numbers. Got values that are not finite. Scale the columns (StandardScaler) or raise alpha.`,
          { estimator: this.type, parameter: 'X', remedy: 'scale the columns' },
        );
      }
      if (!converged) {
        const message = `solver '${solver}' did not converge in ${nIter} iterations. Raise maxIter or alpha.`;
        warn(new ConvergenceWarning(message, this.type));
      }
      return { ...model, nIter };
    } finally {
      rows.release();
    }
  }

  protected override async predictValues(X: Matrix): Promise<Matrix> {
    const { coef, intercept } = this.learned('predict');
    const raw = linearScores(X, coef, intercept);
    return this.family().link === 'identity' ? raw : Matrix.of(raw.data.map(Math.exp), 1);
  }

  /** D2, the share of the deviance that the predictions explain: 1 is perfect, 0 is the mean. */
  override async score(X: MatrixLike, y: Targets, options: ScoreOptions = {}): Promise<number> {
    const predicted = await this.predict(X, options);
    const { values } = checkTargets(y, predicted.length, this.type);
    this.checkTargetRange(values.data, undefined, false);
    const { power } = this.family();
    return d2TweedieScore(values.data, predicted, { power, sampleWeight: options.sampleWeight });
  }

  /** Iterations of the solver. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** The family, once the targets suit it. @throws InvalidInputError */
  private checkTargetRange(y: Float64Array, weights: Float64Array | undefined, learning = true): Family {
    const family = this.family();
    const { power } = family;
    const least = power >= 2 ? '> 0' : '>= 0';
    const bad = power < 1 ? -1 : y.findIndex((value) => (power >= 2 ? !(value > 0) : value < 0));
    if (bad >= 0) {
      throw new InvalidInputError(
        `${this.type}: y must be ${least}. Got ${y[bad]} in row ${bad}. Drop those rows, or use another power.`,
        { estimator: this.type, parameter: 'y', received: String(y[bad]), remedy: 'use another power' },
      );
    }
    const positive = family.link === 'log' || power !== 0;
    let sum = 0;
    for (let i = 0; i < y.length; i++)
      sum += weights && weights[i] === 0 ? 0 : (weights ? weights[i] : 1) * y[i];
    if (learning && positive && !(sum > 0)) {
      throw new InvalidInputError(
        `${this.type}: the mean of y must be > 0 for this power and link. Got a sum of ${sum}. Add rows with a larger y.`,
        { estimator: this.type, parameter: 'y', received: String(sum), remedy: 'add rows' },
      );
    }
    return family;
  }

  private startingPoint(
    rows: StandardisedRows,
    y: Float64Array,
    weights: Float64Array | undefined,
  ): Float64Array {
    const { fitIntercept, warmStart } = this.params as unknown as GlmParams;
    const { loss, link, power } = this.family();
    const d = rows.columns;
    const start = new Float64Array(d + (fitIntercept ? 1 : 0));
    const before = warmStart ? this.fitted?.model : undefined;
    if (before && before.coef.columns === d) {
      const { u, b } = rows.standardised(before.coef.data, before.intercept[0]);
      start.set(u);
      if (fitIntercept) start[d] = b;
    } else if (fitIntercept) start[d] = loss.baseline(y, weights)[0];
    else if (link === 'identity' && power !== 0) {
      throw new InvalidInputError(
        `${this.type}: without an intercept the identity link starts at predictions of 0, which power ${power} does not allow. Got fitIntercept false. Use link 'log' or an intercept.`,
        { estimator: this.type, parameter: 'fitIntercept', remedy: "link: 'log'" },
      );
    }
    return start;
  }
}
