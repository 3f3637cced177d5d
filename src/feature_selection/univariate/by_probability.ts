import { declare, type ParamsOf, real } from '../../core/params.js';
import type { SelectionMode } from './rules.js';
import { scoreSpecs } from './score_function.js';
import { UnivariateBase } from './univariate_base.js';

const alpha = (doc: string) => real(0.05, { min: 0, max: 1, doc });

const fpr = declare('SelectFpr', {
  ...scoreSpecs,
  alpha: alpha('Columns whose probability is below this stay.'),
});

/**
 * Keeps the columns whose probability is below alpha, each for itself: of columns without meaning about that share
 * stays. The cost is that of the score function. Reference: scikit-learn SelectFpr.
 *
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const X = await new SelectFpr({ alpha: 0.01 }).fitTransform(data, target);
 * X.columns; // 25 of 30
 * ```
 */
export class SelectFpr extends UnivariateBase<typeof fpr> {
  static readonly declaration = fpr;

  constructor(params: Partial<ParamsOf<typeof fpr>> = {}) {
    super(fpr, params);
  }

  protected rule(): readonly [SelectionMode, number] {
    return ['fpr', this.params.alpha];
  }
}

const fdr = declare('SelectFdr', {
  ...scoreSpecs,
  alpha: alpha('Of the columns that stay about this share at most is there by chance.'),
});

/**
 * Keeps columns so that of those kept at most about the share alpha is there by chance. The cost is that of the score
 * function. Reference: Benjamini & Hochberg, J. R. Stat. Soc. B 57 (1995) 289; scikit-learn SelectFdr.
 *
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const X = await new SelectFdr({ alpha: 0.01 }).fitTransform(data, target);
 * X.columns; // 25 of 30
 * ```
 */
export class SelectFdr extends UnivariateBase<typeof fdr> {
  static readonly declaration = fdr;

  constructor(params: Partial<ParamsOf<typeof fdr>> = {}) {
    super(fdr, params);
  }

  protected rule(): readonly [SelectionMode, number] {
    return ['fdr', this.params.alpha];
  }
}

const fwe = declare('SelectFwe', {
  ...scoreSpecs,
  alpha: alpha('Probability that any of the columns that stay is there by chance.'),
});

/**
 * Keeps the columns whose probability is below alpha divided by their number: with probability 1 - alpha none is there
 * by chance. The cost is that of the score function. Reference: scikit-learn SelectFwe.
 *
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const X = await new SelectFwe({ alpha: 0.01 }).fitTransform(data, target);
 * X.columns; // 25 of 30
 * ```
 */
export class SelectFwe extends UnivariateBase<typeof fwe> {
  static readonly declaration = fwe;

  constructor(params: Partial<ParamsOf<typeof fwe>> = {}) {
    super(fwe, params);
  }

  protected rule(): readonly [SelectionMode, number] {
    return ['fwe', this.params.alpha];
  }
}
