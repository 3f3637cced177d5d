import type { ParamMap } from '../../core/param_map.js';
import { custom, declare, type ParamsOf, resolveParams } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { DataWarning, warn } from '../../core/warnings.js';
import type { TransformerData } from '../../estimators/base/index.js';
import type { WithMember } from '../../meta/base/one_member.js';
import { eliminate } from './eliminate.js';
import { type EliminationModel, EstimatorSelector, stepSpec } from './estimator_selector.js';
import { estimatorSpec, importanceGetterSpec } from './importances.js';

const declaration = declare('RFE', {
  estimator: estimatorSpec,
  nFeaturesToSelect: custom<number | null>(null, {
    doc: 'How many columns stay: their number, a share below 1, or null for half.',
    expected: 'an integer >= 1, a number between 0 and 1, or null',
    accepts: (value) =>
      value === null ||
      (typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value))),
    invalid: [0, -1, 1.5, 'half'],
  }),
  step: stepSpec,
  importanceGetter: importanceGetterSpec,
});

type Params = ParamsOf<typeof declaration>;

/**
 * Recursive feature elimination: fits, drops the least important columns by the squares of coefficients or by feature
 * importances, and fits again, until as many are left as wanted. Predicts with what was fitted last. Scale the columns
 * when coefficients judge them. One fit per step. Reference: Guyon et al., Machine Learning 46 (2002) 389;
 * scikit-learn RFE.
 *
 * @throws InvalidInputError when the estimator has no importances.
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const X = await new StandardScaler().fitTransform(data);
 * const rfe = new RFE(new LogisticRegression(), { nFeaturesToSelect: 5, step: 5 });
 * await rfe.fit(X, target);
 * rfe.getSupport({ indices: true }).length; // 5
 * await rfe.score(X, target); // 0.97
 * ```
 */
export class RFE<E extends Estimator = Estimator> extends EstimatorSelector<
  typeof declaration,
  EliminationModel,
  E
> {
  static readonly declaration = declaration;
  declare readonly params: WithMember<Params, E>;

  constructor(estimator: E, options: Partial<Omit<Params, 'estimator'>> = {}) {
    super(declaration, { ...options, estimator });
  }

  static override fromParams(params: object): RFE {
    const { estimator, ...options } = resolveParams(declaration, params);
    return new RFE(estimator, options);
  }

  /** A copy with changed parameters; `estimator__param` reaches into the estimator. */
  override with(overrides: Partial<ParamMap<RFE<E>>> = {}): this {
    return super.with(overrides as Partial<Params>);
  }

  protected async train({ X, y, sampleWeight }: TransformerData, run: Run): Promise<EliminationModel> {
    const { estimator, nFeaturesToSelect: wanted, step, importanceGetter: getter } = this.params;
    const d = X.columns;
    const target = Math.max(1, wanted === null ? d >> 1 : wanted < 1 ? Math.trunc(wanted * d) : wanted);
    if (target > d) {
      warn(
        new DataWarning(
          `nFeaturesToSelect = ${target} is more than the ${d} columns: all are kept`,
          this.type,
        ),
      );
    }
    const {
      support,
      ranking,
      estimator: fitted,
    } = await eliminate({ estimator, X, y, sampleWeight, step, target, getter }, run);
    return { support, ranking, estimator: fitted };
  }
}
