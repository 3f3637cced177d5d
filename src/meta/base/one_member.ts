import { InvalidParameterError } from '../../core/errors.js';
import type { Estimator } from '../../core/protocol.js';
import type { Role } from '../../core/tags.js';

/** Parameters whose `estimator` is known to be an `E`, so that `estimator__param` is typed. */
export type WithMember<P extends { readonly estimator: unknown }, E> = Omit<P, 'estimator'> & {
  readonly estimator: E;
};

/** @throws InvalidParameterError unless the estimator plays one of the roles. */
export function checkRole(estimator: Estimator, roles: readonly Role[], source: string): void {
  if (roles.includes(estimator.tags.role)) return;
  const wanted = roles.join(' or ');
  throw new InvalidParameterError(
    `${source}: parameter 'estimator' must be a ${wanted}. Got ${estimator.type}, a ${estimator.tags.role}. Pass a ${wanted}.`,
    { estimator: source, parameter: 'estimator', received: estimator.type, remedy: `pass a ${wanted}` },
  );
}
