import { declare, type ParamsOf } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { classWeightParam } from '../../../core/weights.js';
import type { ClassifierData } from '../../base/index.js';
import { LinearClassifierBase } from '../linear_classifier_base.js';
import { checkRidge, fitRidge, type RidgeModel } from './fit.js';
import { penalty, ridgeSpecs } from './options.js';
import { signedTargets } from './signed_targets.js';

const declaration = declare('RidgeClassifier', {
  alpha: penalty(),
  classWeight: classWeightParam(),
  ...ridgeSpecs,
});

/**
 * Classifies by ridge regression on 1 and -1, one target per class when there are more than two: one solution of a
 * linear system, which makes it the fastest linear classifier on many columns. It has no probabilities. Scale the
 * columns first. O(n d^2), or O(n^2 d) with more columns than rows.
 * Reference: Rifkin, Yeo, Poggio, Regularized Least-Squares Classification (2003); scikit-learn RidgeClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadBreastCancer();
 * const model = await new RidgeClassifier().fit(data, target);
 * await model.score(data, target); // 0.96
 * ```
 */
export class RidgeClassifier extends LinearClassifierBase<typeof declaration, RidgeModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkRidge(this.params, this.type);
  }

  protected async train(data: ClassifierData, run: Run): Promise<RidgeModel> {
    const { X, codes, classes, sampleWeight } = data;
    return fitRidge({ X, y: signedTargets(codes, classes.length), sampleWeight }, this.params, run);
  }

  /** Iterations of each target; null for the direct solvers. */
  get nIter(): Int32Array | null {
    return this.learned('nIter').nIter;
  }

  /** The solver that was used: 'cholesky', 'svd', an iterative one or 'nnls'. */
  get solver(): string {
    return this.learned('solver').solver;
  }
}
