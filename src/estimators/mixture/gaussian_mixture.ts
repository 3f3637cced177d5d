import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { RunOptions } from '../../core/run.js';
import type { WeightedMoments } from '../../kernels/mixture_steps.js';
import { flat, freeParameters, type Shape, shaped } from './covariances.js';
import type { Components, MixtureProblem } from './expectation_maximisation.js';
import type { GaussianEstimates } from './gaussian_estimates.js';
import { type GivenCovariances, givenFactors, givenSpec, givenWeights } from './given_start.js';
import { givenMatrix, MixtureBase, type MixtureLearner, type MixtureModel } from './mixture_base.js';
import { mixtureSpecs } from './params.js';
import { logDeterminants, precisionFactors, precisionsOf } from './precisions.js';

const declaration = declare('GaussianMixture', {
  ...mixtureSpecs,
  weightsInit: givenSpec<ArrayLike<number>>('First weights (k), or null for those of the start.', 'numbers'),
  meansInit: givenSpec<MatrixLike>('First means (k x d), or null for those of the start.', 'a matrix'),
  precisionsInit: givenSpec<GivenCovariances>(
    'First inverse covariances, in the form of `precisions`, or null for those of the start.',
    'matrices or numbers',
  ),
});

/** Weights and covariances besides what the kernels need. */
interface State extends Components {
  readonly weights: Float64Array;
  readonly covariances: Float64Array;
}

/**
 * A mixture of normal distributions, fitted by expectation and maximisation of the likelihood. Use it for clusters of
 * unlike sizes and directions, for soft memberships, and as a model of density; `bic` tells how many components the
 * data support.
 *
 * O(n k d^2) per iteration ('full', 'tied'), O(n k d) ('diag', 'spherical'); memory one copy of X, and n x k numbers
 * during the start. Reference: Dempster, Laird & Rubin (1977); scikit-learn GaussianMixture.
 *
 * @throws InvalidInputError for fewer rows than components, or when a component collapses.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: 3, randomState: 0 });
 * const mixture = await new GaussianMixture({ nComponents: 3, randomState: 0 }).fit(data);
 * const probabilities = await mixture.predictProba(data);
 * probabilities.columns; // 3
 * ```
 */
export class GaussianMixture extends MixtureBase<typeof declaration, MixtureModel, State> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Bayesian information criterion of the rows of X: the lower the better. Reference: Schwarz (1978). */
  async bic(X: MatrixLike, options: RunOptions = {}): Promise<number> {
    const norms = await this.scoreSamples(X, options);
    return -2 * sumOf(norms) + this.freeParameters() * Math.log(norms.length);
  }

  /** Akaike's information criterion of the rows of X: the lower the better. Reference: Akaike (1974). */
  async aic(X: MatrixLike, options: RunOptions = {}): Promise<number> {
    return -2 * sumOf(await this.scoreSamples(X, options)) + 2 * this.freeParameters();
  }

  protected override learner(X: Matrix, problem: MixtureProblem): MixtureLearner<State, MixtureModel> {
    const { weightsInit, meansInit, precisionsInit, nComponents: k } = this.params;
    const { shape } = problem;
    const { origin } = problem.rows;
    const weights = weightsInit && givenWeights(weightsInit, k, this.type);
    const means =
      meansInit &&
      givenMatrix(meansInit, k, X.columns, 'meansInit', this.type).data.map(
        (v, at) => v - origin[at % X.columns],
      );
    const factors = precisionsInit && givenFactors(precisionsInit, shape, this.type);
    const stateOf = (estimates: GaussianEstimates): State => {
      const total = sumOf(estimates.counts);
      const { means, covariances } = estimates;
      const own = precisionFactors(covariances, shape, this.type);
      return complete(
        estimates.counts.map((count) => count / total),
        means,
        own,
        covariances,
        shape,
      );
    };
    return {
      needsResponsibilities: !(weights && means && factors),
      first: (estimates) => {
        const own =
          factors ?? precisionFactors((estimates as GaussianEstimates).covariances, shape, this.type);
        return complete(
          weights ?? (estimates as GaussianEstimates).counts.map((count) => count / X.rows),
          means ?? (estimates as GaussianEstimates).means,
          own,
          factors ? covariancesOf(factors, shape, this.type) : (estimates as GaussianEstimates).covariances,
          shape,
        );
      },
      resume: (model) =>
        complete(
          model.weights,
          model.means.data.map((value, at) => value - origin[at % X.columns]),
          flat(model.precisionsCholesky),
          flat(model.covariances),
          shape,
        ),
      maximise: stateOf,
      lowerBound: (_state: State, { logLikelihood }: WeightedMoments) => logLikelihood / X.rows,
      finish: (state) => ({ weights: state.weights, covariances: shaped(state.covariances, shape) }),
    };
  }

  /** Free parameters of the model. */
  private freeParameters(): number {
    const { means } = this.learned('bic');
    const shape = this.shapeFor(means.columns);
    return freeParameters(shape) + shape.k * shape.d + shape.k - 1;
  }
}

/** The state with the constants of the densities. */
function complete(
  weights: Float64Array,
  means: Float64Array,
  factors: Float64Array,
  covariances: Float64Array,
  shape: Shape,
): State {
  const norm = 0.5 * shape.d * Math.log(2 * Math.PI);
  const constants = logDeterminants(factors, shape).map((log, c) => Math.log(weights[c]) + log - norm);
  return { weights, means, factors, covariances, constants };
}

/** Covariances from the factors of precisions, for a start that is kept as it is. */
function covariancesOf(factors: Float64Array, shape: Shape, estimator: string): Float64Array {
  return precisionsOf(precisionFactors(precisionsOf(factors, shape), shape, estimator), shape);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
