import { InvalidParameterError } from '../../core/errors.js';
import type { Estimator } from '../../core/protocol.js';
import type { Role } from '../../core/tags.js';
import { RidgeCV } from '../linear_model_cv/index.js';

/** Parameters whose `finalEstimator` is known to be an `F`, so that `finalEstimator__param` is typed. */
export type WithFinal<P extends { readonly finalEstimator: unknown }, F> = Omit<P, 'finalEstimator'> & {
  readonly finalEstimator: F;
};

/** @throws InvalidParameterError unless the final estimator plays the role. */
export function checkFinal(final: Estimator, role: Role, source: string): void {
  if (final.tags.role === role) return;
  throw new InvalidParameterError(
    `${source}: parameter 'finalEstimator' must be a ${role}. Got ${final.type}, a ${final.tags.role}. Pass a ${role}.`,
    { estimator: source, parameter: 'finalEstimator', received: final.type, remedy: `pass a ${role}` },
  );
}

/** The final regressor unless told otherwise. */
export type DefaultFinalRegressor = RidgeCV;

export function defaultFinalRegressor(): DefaultFinalRegressor {
  return new RidgeCV();
}
