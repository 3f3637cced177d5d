import type { Matrix } from '../../core/matrix.js';
import { bool, declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { classWeightParam } from '../../core/weights.js';
import type { ClassifierData } from '../../estimators/base/index.js';
import { RidgeClassifier } from '../../estimators/linear_model/index.js';
import { LinearClassifierBase } from '../../estimators/linear_model/linear_classifier_base.js';
import { signedTargets } from '../../estimators/linear_model/ridge/signed_targets.js';
import { getScorer } from '../../model_selection/scorer.js';
import { searchFolds } from './fold_search.js';
import { scoreDecisions } from './identity_estimators.js';
import { checkRidgeCv, cvParam, ridgeAlphasParam, scoringParam } from './params.js';
import { type RidgeSearchModel, searchRidge } from './ridge_search.js';

const declaration = declare('RidgeClassifierCV', {
  alphas: ridgeAlphasParam(),
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  scoring: scoringParam('the squared error of leave-one-out on 1 and -1, or the accuracy of folds'),
  cv: cvParam('leave-one-out, computed from one decomposition'),
  classWeight: classWeightParam(),
  storeCvResults: bool(false, { doc: 'Keep the leave-one-out results of every row and penalty.' }),
});

/**
 * A RidgeClassifier that chooses its penalty: by default by leave-one-out, from one decomposition for all penalties and
 * classes. O(n d min(n, d)).
 * References: Rifkin and Lippert, Notes on Regularized Least Squares (2007); scikit-learn RidgeClassifierCV.
 *
 * @throws InvalidParameterError for a penalty of 0 with leave-one-out.
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const model = await new RidgeClassifierCV({ alphas: [1e-3, 1e-2, 1e-1, 1] }).fit(data, target);
 * await model.score(data, target); // 0.96
 * ```
 */
export class RidgeClassifierCV extends LinearClassifierBase<typeof declaration, RidgeSearchModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkRidgeCv(this.params, this.type);
  }

  protected async train(data: ClassifierData, run: Run): Promise<RidgeSearchModel> {
    const { alphas, cv, scoring, fitIntercept, storeCvResults: store } = this.params;
    const { X, codes, classes, sampleWeight } = data;
    const labels = Array.from(codes, (code) => classes[code]);
    if (cv === null) {
      const scorer = scoring === null ? undefined : getScorer(scoring);
      return searchRidge(
        {
          X,
          y: signedTargets(codes, classes.length),
          sampleWeight,
          alphas,
          fitIntercept,
          mode: 'eigen',
          store,
          alphaPerTarget: false,
          ...(scorer && {
            score: (values: Matrix) => scoreDecisions(scorer, values, labels, classes, sampleWeight),
          }),
        },
        run,
      );
    }
    // The weights hold those of the classes already.
    const candidates = alphas.map((alpha) => new RidgeClassifier({ alpha, fitIntercept }));
    const scorer = getScorer(scoring ?? 'accuracy');
    const found = await searchFolds(candidates, { X, y: labels, sampleWeight }, { cv, scorer }, run);
    const { estimator: best, index, score } = found;
    return {
      coef: best.coef,
      intercept: best.intercept,
      alpha: Float64Array.of(alphas[index]),
      bestScore: Float64Array.of(score),
      cvResults: null,
    };
  }

  /** The chosen penalty. */
  get alpha(): number {
    return this.learned('alpha').alpha[0];
  }

  /** The score of the chosen penalty. */
  get bestScore(): number {
    return this.learned('bestScore').bestScore[0];
  }

  /**
   * For each target (one for two classes, else one per class) an n x alphas matrix: squared leave-one-out errors (times
   * the weights), or decision values when there is a scorer. Null without `storeCvResults`.
   */
  get cvResults(): readonly Matrix[] | null {
    return this.learned('cvResults').cvResults;
  }
}
