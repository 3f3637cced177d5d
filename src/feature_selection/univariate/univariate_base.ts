import { describe, InvalidParameterError } from '../../core/errors.js';
import type { Declaration } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { TransformerData } from '../../estimators/base/index.js';
import { SelectorBase, type SelectorModel } from '../selector_base.js';
import { type SelectionMode, selectBy } from './rules.js';
import {
  type ScoreFunction,
  type ScoreFunctionName,
  type ScoreFunctionOptions,
  scoreColumns,
  strangeOption,
  withNamedFunction,
} from './score_function.js';

interface ScoreParams {
  readonly scoreFunc: ScoreFunctionName | ScoreFunction;
  readonly scoreOptions: ScoreFunctionOptions;
}

interface UnivariateModel extends SelectorModel {
  readonly scores: Float64Array;
  readonly pValues: Float64Array | null;
}

/** Base of selectors that score each column by itself. A subclass says by which rule. */
export abstract class UnivariateBase<D extends Declaration> extends SelectorBase<D, UnivariateModel> {
  override readonly tags;

  constructor(declaration: D, params: object) {
    super(declaration, withNamedFunction(params) as never);
    const { scoreFunc, scoreOptions } = this.params as unknown as ScoreParams;
    this.tags = tags('transformer', { requiresTarget: true, positiveOnly: scoreFunc === 'chi2' });
    const strange = strangeOption(scoreFunc, scoreOptions);
    if (strange === undefined) return;
    throw new InvalidParameterError(
      `${this.type}: parameter 'scoreOptions' has '${strange}', which ${describe(scoreFunc)} does not take. Leave it out.`,
      { estimator: this.type, parameter: 'scoreOptions', received: strange, remedy: 'leave it out' },
    );
  }

  /** The rule and its number. */
  protected abstract rule(columns: number): readonly [SelectionMode, number | 'all'];

  protected async train({ X, y }: TransformerData, run: Run): Promise<UnivariateModel> {
    const { scoreFunc, scoreOptions } = this.params as unknown as ScoreParams;
    const [mode, param] = this.rule(X.columns);
    const scored = await scoreColumns(scoreFunc, scoreOptions, X, y as Target, run);
    return { ...scored, support: selectBy(mode, param, scored, this.type) };
  }

  /** The score of each column. */
  get scores(): Float64Array {
    return this.learned('scores').scores;
  }

  /** The probability of each score; null when the score function gives none. */
  get pValues(): Float64Array | null {
    return this.learned('pValues').pValues;
  }
}
