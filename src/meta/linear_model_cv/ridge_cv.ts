import { InvalidInputError } from '../../core/errors.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, declare, nullable, oneOf, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import type { RegressorData } from '../../estimators/base/index.js';
import { Ridge } from '../../estimators/linear_model/index.js';
import { LinearRegressorBase } from '../../estimators/linear_model/linear_regressor_base.js';
import { getScorer } from '../../model_selection/scorer.js';
import { searchFolds } from './fold_search.js';
import { scoreValues } from './identity_estimators.js';
import { checkRidgeCv, cvParam, ridgeAlphasParam, scoringParam } from './params.js';
import { type RidgeSearchModel, searchRidge } from './ridge_search.js';

const declaration = declare('RidgeCV', {
  alphas: ridgeAlphasParam(),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  scoring: scoringParam('the mean squared error of leave-one-out, or R2 of folds'),
  cv: cvParam('leave-one-out, computed from one decomposition'),
  gcvMode: nullable(
    oneOf(['auto', 'svd', 'eigen'], 'auto', {
      doc: "How leave-one-out decomposes: 'svd' of X (exact for ill-conditioned data), 'eigen' of X'X or XX' (faster); null and 'auto' are 'eigen'.",
    }),
  ),
  storeCvResults: bool(false, { doc: 'Keep the leave-one-out results of every row and penalty.' }),
  alphaPerTarget: bool(false, { doc: 'Choose a penalty for each target by itself.' }),
});

/**
 * Ridge regression that chooses its penalty: by default by leave-one-out errors, which cost hardly more than one fit,
 * because one decomposition gives them for all rows and penalties. O(n d min(n, d)).
 * References: Rifkin and Lippert, Notes on Regularized Least Squares (2007); scikit-learn RidgeCV.
 *
 * @throws InvalidParameterError for a penalty of 0 with leave-one-out, or options of it together with cv.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const model = await new RidgeCV({ alphas: [1e-3, 1e-2, 1e-1, 1] }).fit(data, target);
 * model.alpha; // 0.01
 * ```
 */
export class RidgeCV extends LinearRegressorBase<typeof declaration, RidgeSearchModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkRidgeCv(this.params, this.type);
  }

  protected async train(data: RegressorData, run: Run): Promise<RidgeSearchModel> {
    const { alphas, cv, scoring, fitIntercept, gcvMode, storeCvResults: store } = this.params;
    const { X, y, sampleWeight } = data;
    if (cv === null) {
      const scorer = scoring === null ? undefined : getScorer(scoring);
      return searchRidge(
        {
          ...data,
          alphas,
          fitIntercept,
          mode: gcvMode === 'svd' ? 'svd' : 'eigen',
          store,
          alphaPerTarget: this.params.alphaPerTarget,
          ...(scorer && { score: (values, target) => scoreValues(scorer, values, target, sampleWeight) }),
        },
        run,
      );
    }
    const target = y.columns === 1 ? y.data : y;
    const candidates = alphas.map((alpha) => new Ridge({ alpha, fitIntercept }));
    const scorer = getScorer(scoring ?? 'r2');
    const found = await searchFolds(candidates, { X, y: target, sampleWeight }, { cv, scorer }, run);
    const { estimator: best, index, score } = found;
    return {
      coef: best.coef,
      intercept: best.intercept,
      alpha: Float64Array.of(alphas[index]),
      bestScore: Float64Array.of(score),
      cvResults: null,
    };
  }

  /** The chosen penalty. With `alphaPerTarget` and several targets see `alphaOfEachTarget`. */
  get alpha(): number {
    return this.only('alpha', this.learned('alpha').alpha);
  }

  /** The chosen penalty of each target with `alphaPerTarget`, else one value. */
  get alphaOfEachTarget(): Float64Array {
    return this.learned('alphaOfEachTarget').alpha;
  }

  /** The score of the chosen penalty. With `alphaPerTarget` and several targets see `bestScoreOfEachTarget`. */
  get bestScore(): number {
    return this.only('bestScore', this.learned('bestScore').bestScore);
  }

  /** The score of each target's penalty with `alphaPerTarget`, else one value. */
  get bestScoreOfEachTarget(): Float64Array {
    return this.learned('bestScoreOfEachTarget').bestScore;
  }

  /**
   * For each target an n x alphas matrix: squared leave-one-out errors (times the weights), or predictions when there
   * is a scorer. Null without `storeCvResults`.
   */
  get cvResults(): readonly Matrix[] | null {
    return this.learned('cvResults').cvResults;
  }

  private only(member: string, values: Float64Array): number {
    if (values.length === 1) return values[0];
    throw new InvalidInputError(
      `${this.type}: '${member}' is one value per target here. Got ${values.length} targets. Use '${member}OfEachTarget'.`,
      { estimator: this.type, parameter: member, remedy: `use ${member}OfEachTarget` },
    );
  }
}
