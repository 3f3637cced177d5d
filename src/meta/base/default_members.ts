import { InvalidParameterError } from '../../core/errors.js';
import type { Estimator } from '../../core/protocol.js';

/** The classifier that ensembles use unless told otherwise. */
export type DefaultClassifier = Estimator;

/** The regressor that ensembles use unless told otherwise. */
export type DefaultRegressor = Estimator;

/** The final estimator of a stack of regressors unless told otherwise. */
export type DefaultFinalRegressor = Estimator;

export function defaultFinalRegressor(source: string): DefaultFinalRegressor {
  throw missing(source);
}

export function defaultClassifier(source: string, _maxDepth: number | null = null): DefaultClassifier {
  throw missing(source);
}

export function defaultRegressor(source: string, _maxDepth: number | null = null): DefaultRegressor {
  throw missing(source);
}

function missing(source: string): InvalidParameterError {
  return new InvalidParameterError(
    `${source}: parameter 'estimator' must be an estimator. Got null. Pass one.`,
    { estimator: source, parameter: 'estimator', received: 'null', remedy: 'pass an estimator' },
  );
}
