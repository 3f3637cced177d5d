import { describe, InvalidParameterError } from '../../core/errors.js';
import { custom, declare, oneOf, type ParamsOf } from '../../core/params.js';
import type { SelectionMode } from './rules.js';
import { scoreSpecs } from './score_function.js';
import { UnivariateBase } from './univariate_base.js';

const declaration = declare('GenericUnivariateSelect', {
  ...scoreSpecs,
  mode: oneOf(['percentile', 'k_best', 'fpr', 'fdr', 'fwe'], 'percentile', { doc: 'The rule that selects.' }),
  param: custom<number | 'all'>(1e-5, {
    doc: "The number of the rule: a percentage, a number of columns or 'all', or alpha.",
    expected: "a number >= 0, or 'all' with mode 'k_best'",
    accepts: (value) =>
      value === 'all' || (typeof value === 'number' && value >= 0 && Number.isFinite(value)),
    invalid: [-1, 'most', null],
  }),
});

/**
 * The univariate selectors under one name, so that a search can try the rules against each other. The cost is that of
 * the score function. Reference: scikit-learn GenericUnivariateSelect.
 *
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const selector = new GenericUnivariateSelect({ mode: 'k_best', param: 20 });
 * (await selector.fitTransform(data, target)).columns; // 20
 * ```
 */
export class GenericUnivariateSelect extends UnivariateBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { mode, param } = this.params;
    const fits =
      mode === 'k_best'
        ? param === 'all' || Number.isInteger(param) || param === 1e-5
        : param !== 'all' && param <= (mode === 'percentile' ? 100 : 1);
    if (fits) return;
    throw new InvalidParameterError(
      `GenericUnivariateSelect: parameter 'param' does not suit mode '${mode}'. Got ${describe(param)}. Pass a percentage up to 100, a number of columns, or alpha up to 1.`,
      { estimator: this.type, parameter: 'param', received: describe(param) },
    );
  }

  protected rule(): readonly [SelectionMode, number | 'all'] {
    const { mode, param } = this.params;
    return [mode, param === 1e-5 && mode === 'k_best' ? 0 : param];
  }
}
