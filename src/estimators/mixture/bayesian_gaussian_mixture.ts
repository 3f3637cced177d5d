import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { WeightedMoments } from '../../kernels/mixture_steps.js';
import { digamma } from '../../kernels/special.js';
import { type GivenCovariancePrior, priorsOf } from './bayesian_priors.js';
import {
  type Concentration,
  concentrationOf,
  expectedLogWeights,
  expectedWeights,
  logWeightNorm,
} from './concentration.js';
import { flat, type Shape, shaped } from './covariances.js';
import type { Components, MixtureProblem } from './expectation_maximisation.js';
import type { GaussianEstimates } from './gaussian_estimates.js';
import { givenSpec } from './given_start.js';
import { MixtureBase, type MixtureLearner, type MixtureModel } from './mixture_base.js';
import { mixtureSpecs } from './params.js';
import { logDeterminants, precisionFactors } from './precisions.js';
import { logWishartNorm, type NormalPosterior, type NormalPrior, posteriorOf } from './wishart.js';

const positive = (doc: string) => nullable(real(1, { min: 0, exclusiveMin: true, doc }));

const declaration = declare('BayesianGaussianMixture', {
  ...mixtureSpecs,
  weightConcentrationPriorType: oneOf(['dirichlet_process', 'dirichlet_distribution'], 'dirichlet_process', {
    doc: 'Prior of the weights: a Dirichlet process, which leaves components empty that are not needed, or a finite Dirichlet distribution.',
  }),
  weightConcentrationPrior: positive(
    'Concentration of the weights: small values favour few components; null for 1 / nComponents.',
  ),
  meanPrecisionPrior: positive('How many rows the prior of the means counts for; null for 1.'),
  meanPrior: givenSpec<ArrayLike<number>>('Prior mean (d), or null for that of the rows.', 'numbers'),
  degreesOfFreedomPrior: positive(
    'Degrees of freedom of the prior of the covariances, above d - 1; null for the number of columns.',
  ),
  covariancePrior: nullable(
    custom<GivenCovariancePrior>(1, {
      doc: "Prior covariance: d x d ('full', 'tied'), d numbers ('diag') or one ('spherical'); null for that of the rows.",
      expected: 'a matrix, numbers or a number > 0',
      accepts: (value) =>
        typeof value === 'number'
          ? value > 0 && Number.isFinite(value)
          : value !== null && typeof value === 'object',
      invalid: ['text', 0, -1, true],
    }),
  ),
});

interface State extends Components, NormalPosterior {
  readonly concentration: Concentration;
  /** Log determinants of the factors (k). */
  readonly logs: Float64Array;
}

interface BayesianModel extends MixtureModel {
  readonly concentration: Concentration;
  readonly meanPrecision: Float64Array;
  readonly freedom: Float64Array;
  /** With the mean as X has it. */
  readonly prior: NormalPrior & { readonly concentration: number };
}

/**
 * A mixture of normal distributions with priors on weights, means and covariances, fitted by variational inference.
 * Use it when the number of components is unknown: give more than enough and those that are not needed stay nearly
 * empty; it is also harder to collapse than GaussianMixture.
 *
 * O(n k d^2) per iteration ('full', 'tied'), O(n k d) ('diag', 'spherical'); memory one copy of X, and n x k numbers
 * during the start. References: Bishop (2006) 10.2; Blei & Jordan, Bayesian Analysis 1 (2006) 121; scikit-learn
 * BayesianGaussianMixture.
 *
 * @throws InvalidInputError for fewer rows than components.
 * @example
 * ```ts
 * const { data } = makeBlobs({ nSamples: 200, centers: 2, randomState: 0 });
 * const mixture = await new BayesianGaussianMixture({ nComponents: 5, maxIter: 300, randomState: 0 }).fit(data);
 * mixture.weights.filter((weight) => weight > 0.1).length;
 * ```
 */
export class BayesianGaussianMixture extends MixtureBase<typeof declaration, BayesianModel, State> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Posterior of the weights: two lists of k parameters of a Dirichlet process, or k of a Dirichlet distribution. */
  get weightConcentration(): Float64Array | readonly Float64Array[] {
    const { concentration } = this.learned('weightConcentration');
    return concentration.length === 1 ? concentration[0] : concentration;
  }

  /** Precision of each mean, in rows (k). */
  get meanPrecision(): Float64Array {
    return this.learned('meanPrecision').meanPrecision;
  }

  /** Degrees of freedom of each covariance (k); one number for 'tied'. */
  get degreesOfFreedom(): Float64Array | number {
    const { freedom } = this.learned('degreesOfFreedom');
    return this.params.covarianceType === 'tied' ? freedom[0] : freedom;
  }

  /** The concentration that was used. */
  get weightConcentrationPrior(): number {
    return this.learned('weightConcentrationPrior').prior.concentration;
  }

  /** The precision of the prior mean that was used. */
  get meanPrecisionPrior(): number {
    return this.learned('meanPrecisionPrior').prior.meanPrecision;
  }

  /** The prior mean that was used (d). */
  get meanPrior(): Float64Array {
    return this.learned('meanPrior').prior.mean;
  }

  /** The prior degrees of freedom that were used. */
  get degreesOfFreedomPrior(): number {
    return this.learned('degreesOfFreedomPrior').prior.freedom;
  }

  /** The prior covariance that was used: d x d, d numbers or one. */
  get covariancePrior(): Matrix | Float64Array | number {
    const { covariance, mean } = this.learned('covariancePrior').prior;
    const { covarianceType } = this.params;
    if (covarianceType === 'spherical') return covariance[0];
    return covarianceType === 'diag' ? covariance : Matrix.of(covariance, mean.length);
  }

  protected override get needsScatter(): boolean {
    const { covarianceType, covariancePrior } = this.params;
    return covarianceType === 'tied' || (covarianceType === 'full' && covariancePrior === null);
  }

  protected override learner(X: Matrix, problem: MixtureProblem): MixtureLearner<State, BayesianModel> {
    const { shape, rows } = problem;
    const { weightConcentrationPriorType: kind, weightConcentrationPrior, nComponents } = this.params;
    const prior = priorsOf(this.params, rows, shape, this.type);
    const concentration = weightConcentrationPrior ?? 1 / nComponents;
    const learn = (estimates: GaussianEstimates): State => {
      const posterior = posteriorOf(estimates, prior, shape);
      const factors = precisionFactors(posterior.covariances, shape, this.type);
      return complete(posterior, factors, concentrationOf(estimates.counts, concentration, kind), shape);
    };
    return {
      needsResponsibilities: true,
      first: (estimates) => learn(estimates as GaussianEstimates),
      resume: ({ means, meanPrecision, freedom, covariances, precisionsCholesky, concentration: found }) => {
        const relative = means.data.map((value, at) => value - rows.origin[at % X.columns]);
        const posterior = { meanPrecision, means: relative, freedom, covariances: flat(covariances) };
        return complete(posterior, flat(precisionsCholesky), found, shape);
      },
      maximise: learn,
      lowerBound: (state: State, moments: WeightedMoments) => boundOf(state, moments, shape),
      finish: ({ concentration: found, meanPrecision, freedom, covariances }) => ({
        weights: expectedWeights(found),
        covariances: shaped(covariances, shape),
        concentration: found,
        meanPrecision,
        freedom,
        prior: { ...prior, mean: prior.mean.map((value, j) => value + rows.origin[j]), concentration },
      }),
    };
  }
}

/** The state with the constants of the expected log densities. */
function complete(
  posterior: NormalPosterior,
  factors: Float64Array,
  concentration: Concentration,
  shape: Shape,
): State {
  const { d } = shape;
  const logs = logDeterminants(factors, shape);
  const logWeights = expectedLogWeights(concentration);
  const constants = logs.map((log, c) => {
    const freedom = freedomOf(posterior, c);
    let lambda = d * Math.LN2;
    for (let j = 0; j < d; j++) lambda += digamma(0.5 * (freedom - j));
    const gauss = log - 0.5 * d * (Math.log(2 * Math.PI) + Math.log(freedom));
    return logWeights[c] + gauss + 0.5 * (lambda - d / posterior.meanPrecision[c]);
  });
  return { ...posterior, factors, concentration, logs, constants };
}

/** The variational lower bound, but for a constant, as scikit-learn takes it. */
function boundOf(state: State, { negativeEntropy }: WeightedMoments, { k, d }: Shape): number {
  let wishart = 0;
  let precisions = 0;
  for (let c = 0; c < k; c++) {
    const freedom = freedomOf(state, c);
    wishart += logWishartNorm(freedom, state.logs[c] - 0.5 * d * Math.log(freedom), d);
    precisions += Math.log(state.meanPrecision[c]);
  }
  return -negativeEntropy - wishart - logWeightNorm(state.concentration) - 0.5 * d * precisions;
}

function freedomOf({ freedom }: NormalPosterior, c: number): number {
  return freedom[freedom.length === 1 ? 0 : c];
}
