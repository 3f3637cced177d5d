import type { ParamMap } from '../core/param_map.js';
import { custom, declare, int, type ParamsOf, resolveParams, seed } from '../core/params.js';
import type { Estimator } from '../core/protocol.js';
import { BaseSearch, searchSpecs } from './base_search.js';
import { type Distribution, type ParamCombination, ParameterSampler } from './parameter_grid.js';

const declaration = declare('RandomizedSearchCV', {
  ...searchSpecs,
  paramDistributions: custom<object | readonly object[]>(
    {},
    {
      doc: 'Lists or distributions by parameter name (nested: step__param), or a list of such records.',
      expected: 'a record of lists or distributions, or a list of such records',
      accepts: (value) => value !== null && typeof value === 'object',
      invalid: ['C', 3],
    },
  ),
  nIter: int(10, { min: 1, doc: 'Number of combinations to try.' }),
  randomState: seed(),
});

type Params = ParamsOf<typeof declaration>;

/** Options of a random search. */
export type RandomizedSearchCVOptions = Partial<Omit<Params, 'estimator' | 'paramDistributions'>>;

/** Lists of values or distributions for some of the parameters of `E`. */
export type DistributionsOf<E> = {
  readonly [K in keyof ParamMap<E>]?: readonly ParamMap<E>[K][] | Distribution<ParamMap<E>[K]>;
};

/**
 * Tries `nIter` combinations drawn from lists and distributions, and refits the best.
 * Reference: Bergstra and Bengio, JMLR 13 (2012) 281; scikit-learn RandomizedSearchCV.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const search = new RandomizedSearchCV(
 *   new LogisticRegression(),
 *   { C: loguniform(1e-2, 1e2) },
 *   { nIter: 5, randomState: 0 },
 * );
 * await search.fit(data, target);
 * search.bestScore > 0.9; // true
 * ```
 */
export class RandomizedSearchCV<E extends Estimator = Estimator> extends BaseSearch<typeof declaration, E> {
  static readonly declaration = declaration;

  constructor(
    estimator: E,
    paramDistributions: DistributionsOf<NoInfer<E>> | readonly DistributionsOf<NoInfer<E>>[],
    options: RandomizedSearchCVOptions = {},
  ) {
    super(declaration, { ...options, estimator, paramDistributions });
  }

  static override fromParams(params: object): RandomizedSearchCV {
    const { estimator, paramDistributions, ...options } = resolveParams(declaration, params);
    return new RandomizedSearchCV<Estimator>(estimator, paramDistributions as object, options);
  }

  protected candidates(): ParamCombination[] {
    const { paramDistributions, nIter, randomState } = this.params;
    return [...new ParameterSampler(paramDistributions, { nIter, randomState })];
  }
}
