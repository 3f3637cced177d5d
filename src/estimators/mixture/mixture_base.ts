import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { Declaration, ParamSpecs, ParamsOf } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { BaseEstimator } from '../base/base_estimator.js';
import { type Covariances, flat, type Shape, shaped } from './covariances.js';
import {
  type Components,
  evaluate,
  MixtureProblem,
  type MixtureRule,
  type MixtureRun,
  maximiseExpectation,
} from './expectation_maximisation.js';
import type { mixtureSpecs } from './params.js';
import { precisionsOf } from './precisions.js';
import { type FirstResponsibilities, firstResponsibilities } from './responsibilities.js';
import { drawRows } from './sample.js';

/** What all mixtures learn. */
export interface MixtureModel {
  /** Share of each component (k). */
  readonly weights: Float64Array;
  /** k x d. */
  readonly means: Matrix;
  readonly covariances: Covariances;
  readonly precisionsCholesky: Covariances;
  /** Log of weight and normalising constant of each component (k). */
  readonly constants: Float64Array;
  readonly converged: boolean;
  readonly nIter: number;
  readonly lowerBound: number;
  readonly lowerBounds: Float64Array;
}

type MixtureDeclaration = Declaration<string, ParamSpecs & typeof mixtureSpecs>;

/** A way to learn: its rule and its first state. */
export interface MixtureLearner<S extends Components, M extends MixtureModel> extends MixtureRule<S> {
  /** Whether the first responsibilities are needed. */
  readonly needsResponsibilities: boolean;
  /** The first state, from estimates under the first responsibilities. */
  first(estimates: Awaited<ReturnType<MixtureProblem['weigh']>> | undefined): S;
  /** The state that a model holds, to go on from. */
  resume(model: M): S;
  /** What of the model is not the same for all mixtures; `weights` of the components and their `covariances`. */
  finish(state: S): Omit<M, Exclude<keyof MixtureModel, 'weights' | 'covariances'>>;
}

/** Base of mixtures of normal distributions: starts, EM, densities, samples. */
export abstract class MixtureBase<
  D extends MixtureDeclaration,
  M extends MixtureModel,
  S extends Components,
> extends BaseEstimator<D, M> {
  /** How this mixture learns from X, whose rows are taken relative to `problem.rows.origin`. */
  protected abstract learner(X: Matrix, problem: MixtureProblem): MixtureLearner<S, M>;

  override get tags(): Tags {
    return tags('density');
  }

  /**
   * Learns the mixture of the rows of X (n x d); y is ignored. Resolves to the estimator itself.
   * @throws InvalidInputError for fewer than 2 rows, fewer rows than components, or a collapsed component.
   */
  async fit(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const model = await this.train(matrix, run);
    return this.setFitted({ ...featureInfo(matrix), model });
  }

  /** Learns the mixture and gives the most probable component of each row. */
  async fitPredict(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<Int32Array> {
    await this.fit(X, y, options);
    return this.predict(X, { signal: options.signal });
  }

  /** The most probable component of each row of X (n x d). O(n k d^2). */
  async predict(X: MatrixLike, options: RunOptions = {}): Promise<Int32Array> {
    const { logs } = await this.evaluate(X, 'predict', true, options);
    return Int32Array.from({ length: logs.rows }, (_, i) => {
      const row = logs.row(i);
      let best = 0;
      for (let c = 1; c < row.length; c++) if (row[c] > row[best]) best = c;
      return best;
    });
  }

  /** Probability of each component for each row of X: n x k. */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const { logs } = await this.evaluate(X, 'predictProba', true, options);
    for (let at = 0; at < logs.data.length; at++) logs.data[at] = Math.exp(logs.data[at]);
    return logs;
  }

  /** Log density of each row of X (n). */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    return (await this.evaluate(X, 'scoreSamples', false, options)).norms;
  }

  /** Mean log density of the rows of X. */
  async score(X: MatrixLike, _y?: Target, options: RunOptions = {}): Promise<number> {
    const { norms } = await this.evaluate(X, 'score', false, options);
    let sum = 0;
    for (const norm of norms) sum += norm;
    return sum / norms.length;
  }

  /**
   * New rows drawn from the mixture and their components, component after component; the same at every call when
   * `randomState` is a seed.
   * @throws InvalidParameterError unless nSamples is a whole number from 1 up.
   */
  async sample(nSamples = 1): Promise<{ X: Matrix; y: Int32Array }> {
    const { weights, means, covariances } = this.learned('sample');
    if (!Number.isSafeInteger(nSamples) || nSamples < 1) {
      throw new InvalidParameterError(
        `${this.type}: sample needs a whole number of rows >= 1. Got ${nSamples}. Ask for at least one row.`,
        {
          estimator: this.type,
          parameter: 'nSamples',
          received: String(nSamples),
          remedy: 'at least one row',
        },
      );
    }
    const random = RandomState.from(this.shared.randomState);
    return drawRows(nSamples, weights, means, flat(covariances), this.shapeFor(means.columns), random);
  }

  /** Share of each component (k). */
  get weights(): Float64Array {
    return this.learned('weights').weights;
  }

  /** Means of the components, k x d. */
  get means(): Matrix {
    return this.learned('means').means;
  }

  /** Covariances: k matrices ('full'), one matrix ('tied'), k x d ('diag') or k numbers ('spherical'). */
  get covariances(): Covariances {
    return this.learned('covariances').covariances;
  }

  /** Inverses of the covariances, in the same form. */
  get precisions(): Covariances {
    const { precisionsCholesky, means } = this.learned('precisions');
    const shape = this.shapeFor(means.columns);
    return shaped(precisionsOf(flat(precisionsCholesky), shape), shape);
  }

  /** Upper triangles U with precision = U U^T, or their diagonals, in the same form. */
  get precisionsCholesky(): Covariances {
    return this.learned('precisionsCholesky').precisionsCholesky;
  }

  /** Whether the kept start settled within `tol`. */
  get converged(): boolean {
    return this.learned('converged').converged;
  }

  /** Iterations of the kept start. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** The lower bound that the kept start reached. */
  get lowerBound(): number {
    return this.learned('lowerBound').lowerBound;
  }

  /** The lower bound after each iteration of the kept start. */
  get lowerBounds(): Float64Array {
    return this.learned('lowerBounds').lowerBounds;
  }

  /** The parameters that all mixtures have. */
  protected get shared(): ParamsOf<Declaration<string, typeof mixtureSpecs>> {
    return this.params as unknown as ParamsOf<Declaration<string, typeof mixtureSpecs>>;
  }

  /** Whether products of all rows are needed. */
  protected get needsScatter(): boolean {
    return this.shared.covarianceType === 'tied';
  }

  protected shapeFor(columns: number): Shape {
    return { type: this.shared.covarianceType, k: this.shared.nComponents, d: columns };
  }

  private async train(X: Matrix, run: Run): Promise<M> {
    const { regCovar, tol, maxIter, nInit, warmStart } = this.shared;
    const shape = this.shapeFor(X.columns);
    this.checkRows(X.rows, shape.k);
    const before = warmStart ? this.fitted?.model : undefined;
    if (before) this.checkResume(before, shape);
    const random = RandomState.from(this.shared.randomState);
    await run.step(0, maxIter, 'iteration');
    const problem = await MixtureProblem.of(X, shape, regCovar, this.needsScatter, run);
    try {
      const learner = this.learner(X, problem);
      const starts = before ? 1 : nInit;
      let best: MixtureRun<S> | undefined;
      for (let start = 0; start < starts; start++) {
        const first = before
          ? learner.resume(before)
          : await this.start(X, shape.k, learner, problem, random, run);
        const lowerBound = before ? before.lowerBound : Number.NEGATIVE_INFINITY;
        const what = starts > 1 ? `iteration of start ${start + 1}` : 'iteration';
        const found = await maximiseExpectation(
          problem,
          learner,
          first,
          { tol, maxIter, lowerBound, what },
          run,
        );
        if (!best || found.lowerBound > best.lowerBound) best = found;
      }
      return this.modelOf(best as MixtureRun<S>, learner, problem, shape);
    } finally {
      problem.steps.release();
    }
  }

  private async start(
    X: Matrix,
    k: number,
    learner: MixtureLearner<S, M>,
    problem: MixtureProblem,
    random: RandomState,
    run: Run,
  ): Promise<S> {
    if (!learner.needsResponsibilities) return learner.first(undefined);
    const { shares, partial }: FirstResponsibilities = await firstResponsibilities(
      X,
      k,
      this.shared.initParams,
      random,
      run,
    );
    return learner.first(await problem.weigh(shares, partial, run));
  }

  private modelOf(
    { state, lowerBound, lowerBounds, converged }: MixtureRun<S>,
    learner: MixtureLearner<S, M>,
    { rows: { origin } }: MixtureProblem,
    shape: Shape,
  ): M {
    if (!converged && this.shared.maxIter > 0) {
      warn(
        new ConvergenceWarning(
          `the best start did not converge in ${this.shared.maxIter} iterations: raise maxIter or tol, try another start, or look for degenerate data`,
          this.type,
        ),
      );
    }
    const means = Matrix.of(
      state.means.map((value, at) => value + origin[at % shape.d]),
      shape.d,
    );
    return {
      ...learner.finish(state),
      means,
      precisionsCholesky: shaped(state.factors, shape),
      constants: state.constants,
      converged,
      nIter: lowerBounds.length,
      lowerBound,
      lowerBounds: Float64Array.from(lowerBounds),
    } as unknown as M;
  }

  private async evaluate(
    X: MatrixLike,
    member: string,
    wantsLogs: boolean,
    options: RunOptions,
  ): Promise<{ norms: Float64Array; logs: Matrix }> {
    const matrix = this.checkX(X, member);
    const { weights, means, precisionsCholesky, constants } = this.learned(member);
    const origin = centreOf(weights, means);
    const components = {
      means: means.data.map((value, at) => value - origin[at % means.columns]),
      factors: flat(precisionsCholesky),
      constants,
    };
    const run = new Run(this.type, options);
    return evaluate(matrix, components, origin, this.shapeFor(means.columns), wantsLogs, run);
  }

  private checkRows(rows: number, k: number): void {
    const least = Math.max(2, k);
    if (rows >= least) return;
    throw new InvalidInputError(
      `${this.type}: X must have at least ${least} rows, for ${k} components. Got ${rows}. Lower nComponents or give more rows.`,
      {
        estimator: this.type,
        parameter: 'nComponents',
        received: `${rows} rows`,
        remedy: 'lower nComponents',
      },
    );
  }

  private checkResume({ means }: MixtureModel, { d }: Shape): void {
    if (means.columns === d) return;
    throw new InvalidInputError(
      `${this.type}: warmStart goes on from a model of ${means.columns} columns. Got ${d}. Fit with warmStart: false first.`,
      { estimator: this.type, parameter: 'warmStart', received: `${d} columns`, remedy: 'warmStart: false' },
    );
  }
}

/** A point amid the components, from which differences keep their digits. */
function centreOf(weights: Float64Array, means: Matrix): Float64Array {
  const result = new Float64Array(means.columns);
  let total = 0;
  for (let c = 0; c < means.rows; c++) {
    total += weights[c];
    for (let j = 0; j < result.length; j++) result[j] += weights[c] * means.get(c, j);
  }
  return result.map((value) => value / total);
}

/** Given means, as rows of the right number and length. */
export function givenMatrix(
  value: MatrixLike,
  rows: number,
  columns: number,
  parameter: string,
  estimator: string,
): Matrix {
  const matrix = asMatrix(value, { estimator, argument: parameter });
  if (matrix.rows === rows && matrix.columns === columns) return matrix;
  throw new InvalidParameterError(
    `${estimator}: parameter '${parameter}' must be ${rows} x ${columns}. Got ${matrix.rows} x ${matrix.columns}. Pass a matrix of that shape.`,
    {
      estimator,
      parameter,
      received: `${matrix.rows} x ${matrix.columns}`,
      remedy: `pass ${rows} x ${columns} numbers`,
    },
  );
}
