import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { custom, nullable, type ParamSpec } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';
import { DataWarning, warn } from '../../core/warnings.js';
import type { Shrinkage } from './class_covariance.js';

/** Prior probabilities. */
export const priors = nullable(
  custom<readonly number[]>([], {
    doc: 'Prior probability of each class, in the order of classes; null takes the shares in the data.',
    expected: 'an array of probabilities',
    accepts: (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((p) => typeof p === 'number' && p >= 0 && p < Infinity),
    invalid: ['uniform', [-0.5, 1.5], 3],
  }),
);

/** Shrinkage of covariances. */
export const shrinkage: ParamSpec<Shrinkage> = custom<Shrinkage>(null, {
  doc: "Shrinkage of the covariances: 'auto' (Ledoit-Wolf), a share, or null for none; not for solver 'svd'.",
  expected: "'auto', a number from 0 to 1, or null",
  accepts: (value) =>
    value === null || value === 'auto' || (typeof value === 'number' && value >= 0 && value <= 1),
  invalid: [-0.1, 1.1, 'much', {}],
});

/** Another estimator of covariances. */
export const covarianceEstimator: ParamSpec<Estimator | null> = custom<Estimator | null>(null, {
  doc: "An estimator with a covariance (LedoitWolf, ...) in place of the empirical one; not for solver 'svd'.",
  expected: 'an estimator of covariances, or null',
  accepts: (value) => value === null || isEstimator(value),
  invalid: ['LedoitWolf', 3],
});

/** The priors to use: as given (normalised, with a warning), or the shares in the data. */
export function resolvePriors(
  given: readonly number[] | null,
  counts: readonly number[],
  type: string,
): Float64Array {
  const n = counts.reduce((sum, count) => sum + count, 0);
  if (given === null) return Float64Array.from(counts, (count) => count / n);
  const sum = given.reduce((total, p) => total + p, 0);
  if (given.length !== counts.length || !(sum > 0)) {
    throw new InvalidParameterError(
      `${type}: parameter 'priors' must hold one probability for each of the ${counts.length} classes. Got ${given.length} with sum ${sum}. Correct them.`,
      { estimator: type, parameter: 'priors', received: String(given), remedy: 'correct the priors' },
    );
  }
  if (Math.abs(sum - 1) > 1e-5)
    warn(new DataWarning(`The priors sum to ${sum}, not 1: they are normalised.`, type));
  return Float64Array.from(given, (p) => p / sum);
}

/** Refuses what the solver cannot use. */
export function checkSolver(
  type: string,
  params: {
    readonly solver: string;
    readonly shrinkage: Shrinkage;
    readonly covarianceEstimator: Estimator | null;
  },
): void {
  const { solver, shrinkage: share, covarianceEstimator: estimator } = params;
  const refuse = (parameter: string, what: string, remedy: string): never => {
    throw new InvalidParameterError(`${type}: ${what} ${remedy}`, { estimator: type, parameter, remedy });
  };
  if (solver === 'svd' && share !== null)
    refuse('shrinkage', `solver 'svd' knows no shrinkage.`, `Use 'eigen'.`);
  if (solver === 'svd' && estimator) {
    refuse('covarianceEstimator', `solver 'svd' computes no covariance.`, `Use 'eigen'.`);
  }
  if (share !== null && estimator) {
    refuse('shrinkage', 'shrinkage and covarianceEstimator exclude each other.', 'Give one of them.');
  }
}

/** Refuses fewer than two classes, and classes of fewer rows than needed. */
export function checkClasses(type: string, counts: readonly number[], least: number): void {
  if (counts.length < 2) {
    throw new InvalidInputError(
      `${type}: y must hold at least two classes. Got one. Add rows of another class.`,
      {
        estimator: type,
        parameter: 'y',
        remedy: 'add rows of another class',
      },
    );
  }
  const small = counts.findIndex((count) => count < least);
  if (small >= 0) {
    throw new InvalidInputError(
      `${type}: each class needs at least ${least} rows. Got ${counts[small]} of class number ${small}. Add rows or leave the class out.`,
      { estimator: type, parameter: 'y', remedy: 'add rows or leave the class out' },
    );
  }
}
