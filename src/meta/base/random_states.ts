import { deepParams } from '../../core/children.js';
import type { Estimator } from '../../core/protocol.js';
import type { RandomState } from '../../core/random.js';

/**
 * An unfitted copy whose seeds, its own and those of nested estimators, are drawn from `random` in the order of
 * their names, as scikit-learn draws them for the members of an ensemble.
 */
export function withRandomStates(estimator: Estimator, random: RandomState): Estimator {
  const names = Object.keys(deepParams(estimator))
    .filter((name) => name === 'randomState' || name.endsWith('__randomState'))
    .sort();
  return estimator.with(Object.fromEntries(names.map((name) => [name, random.nextSeed()])));
}
