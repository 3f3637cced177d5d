import type { Grid } from '../core/param_map.js';
import { custom, declare, type ParamsOf, resolveParams } from '../core/params.js';
import type { Estimator } from '../core/protocol.js';
import { BaseSearch, searchSpecs } from './base_search.js';
import { type ParamCombination, ParameterGrid } from './parameter_grid.js';

const declaration = declare('GridSearchCV', {
  ...searchSpecs,
  paramGrid: custom<object | readonly object[]>(
    {},
    {
      doc: 'Lists of values by parameter name (nested: step__param), or a list of such records.',
      expected: 'a record of lists, or a list of such records',
      accepts: (value) => value !== null && typeof value === 'object',
      invalid: ['C', 3],
    },
  ),
});

type Params = ParamsOf<typeof declaration>;

/** Options of a grid search. */
export type GridSearchCVOptions = Partial<Omit<Params, 'estimator' | 'paramGrid'>>;

/**
 * Tries every combination of a grid by cross-validation and refits the best. Names and values of the grid are
 * checked by the compiler against the estimator's own parameters, nested ones included, and again at run time
 * before any fitting. Fits run on `nJobs` workers; results do not depend on their number.
 * Reference: scikit-learn GridSearchCV.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const search = new GridSearchCV(
 *   new Pipeline([['scale', new StandardScaler()], ['knn', new KNeighborsClassifier()]]),
 *   { knn__nNeighbors: [1, 5, 9], knn__weights: ['uniform', 'distance'] },
 *   { cv: 5, scoring: 'f1_macro' },
 * );
 * await search.fit(data, target);
 * search.bestParams; // { knn__nNeighbors: 5, knn__weights: 'uniform' }
 * ```
 */
export class GridSearchCV<E extends Estimator = Estimator> extends BaseSearch<typeof declaration, E> {
  static readonly declaration = declaration;

  constructor(
    estimator: E,
    paramGrid: Grid<NoInfer<E>> | readonly Grid<NoInfer<E>>[],
    options: GridSearchCVOptions = {},
  ) {
    super(declaration, { ...options, estimator, paramGrid });
    new ParameterGrid(this.params.paramGrid);
  }

  static override fromParams(params: object): GridSearchCV {
    const { estimator, paramGrid, ...options } = resolveParams(declaration, params);
    return new GridSearchCV<Estimator>(estimator, paramGrid as object, options);
  }

  protected candidates(): ParamCombination[] {
    return [...new ParameterGrid(this.params.paramGrid)];
  }
}
