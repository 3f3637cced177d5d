import { custom, declare, type ParamsOf, real } from '../../core/params.js';
import { DataWarning, warn } from '../../core/warnings.js';
import type { SelectionMode } from './rules.js';
import { scoreSpecs } from './score_function.js';
import { UnivariateBase } from './univariate_base.js';

const kBest = declare('SelectKBest', {
  ...scoreSpecs,
  k: custom<number | 'all'>(10, {
    doc: "How many columns stay, or 'all'.",
    expected: "an integer >= 0, or 'all'",
    accepts: (value) => value === 'all' || (Number.isSafeInteger(value) && (value as number) >= 0),
    invalid: [-1, 1.5, 'half', null],
  }),
});

/**
 * Keeps the k columns with the highest scores; of equal ones the later. The cost is that of the score function, O(n d)
 * for the default F test. Reference: scikit-learn SelectKBest.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const selector = new SelectKBest({ scoreFunc: 'f_classif', k: 2 });
 * const X = await selector.fitTransform(data, target);
 * selector.getSupport(); // [false, false, true, true]
 * ```
 */
export class SelectKBest extends UnivariateBase<typeof kBest> {
  static readonly declaration = kBest;

  constructor(params: Partial<ParamsOf<typeof kBest>> = {}) {
    super(kBest, params);
  }

  protected rule(columns: number): readonly [SelectionMode, number | 'all'] {
    const { k } = this.params;
    if (k !== 'all' && k > columns) {
      warn(new DataWarning(`k = ${k} is more than the ${columns} columns: all are kept`, this.type));
    }
    return ['k_best', k];
  }
}

const percentile = declare('SelectPercentile', {
  ...scoreSpecs,
  percentile: real(10, { min: 0, max: 100, doc: 'Percent of the columns that stay.' }),
});

/**
 * Keeps the columns with the highest scores, a percentage of them. The cost is that of the score function.
 * Reference: scikit-learn SelectPercentile.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const X = await new SelectPercentile({ percentile: 50 }).fitTransform(data, target);
 * X.columns; // 2
 * ```
 */
export class SelectPercentile extends UnivariateBase<typeof percentile> {
  static readonly declaration = percentile;

  constructor(params: Partial<ParamsOf<typeof percentile>> = {}) {
    super(percentile, params);
  }

  protected rule(): readonly [SelectionMode, number] {
    return ['percentile', this.params.percentile];
  }
}
