import type { MatrixLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import { declare, jobs, oneOf, type ParamsOf } from '../../../core/params.js';
import type { MethodName } from '../../../core/protocol.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { classWeightParam } from '../../../core/weights.js';
import { SGD_LOSSES, type SgdSettings } from '../../../kernels/sgd.js';
import { logRows } from '../../base/probabilities.js';
import {
  averageFrom,
  averageParam,
  checkSchedule,
  commonParams,
  epsilonParam,
  penaltyParams,
  scheduleParams,
  stoppingParams,
} from './params.js';
import { oneVsRestProbabilities, unavailableProbabilities } from './probabilities.js';
import { SgdClassifierBase } from './sgd_classifier_base.js';

const declaration = declare('SGDClassifier', {
  loss: oneOf(SGD_LOSSES, 'hinge', {
    doc: "'hinge' for a support vector machine, 'log_loss' for logistic regression, 'modified_huber' for probabilities with outliers; 'perceptron', 'squared_hinge', or a loss of regression.",
  }),
  ...penaltyParams,
  ...commonParams,
  epsilon: epsilonParam,
  nJobs: jobs(),
  ...scheduleParams('optimal', 0.5),
  ...stoppingParams,
  classWeight: classWeightParam(),
  average: averageParam(),
});

/**
 * Linear classifiers for very many rows, by stochastic gradient descent: support vector machines, logistic regression
 * and others, by the loss. It also learns in pieces (`partialFit`). Scale the columns first. O(n d k) per epoch; equal
 * seeds give the weights of the reference.
 * Reference: Bottou, COMPSTAT 2010; scikit-learn SGDClassifier.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const X = await new StandardScaler().fitTransform(data);
 * const model = await new SGDClassifier({ loss: 'log_loss', randomState: 0 }).fit(X, target);
 * await model.score(X, target); // 0.95
 * ```
 */
export class SGDClassifier extends SgdClassifierBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkSchedule(this.params, 'hinge', this.type);
  }

  /** Probabilities exist for the losses 'log_loss' and 'modified_huber'. */
  supports(method: MethodName): boolean {
    const { loss } = this.params;
    const probabilities = method === 'predictProba' || method === 'predictLogProba';
    return !probabilities || loss === 'log_loss' || loss === 'modified_huber';
  }

  /**
   * Probability of each class: n x k, rows sum to 1.
   * @throws InvalidParameterError for losses without probabilities.
   */
  async predictProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    const matrix = this.checkX(X, 'predictProba');
    const { loss } = this.params;
    if (loss !== 'log_loss' && loss !== 'modified_huber') throw unavailableProbabilities(this.type, loss);
    await new Run(this.type, options).breathe();
    return oneVsRestProbabilities(this.scores(matrix, 'predictProba'), loss);
  }

  /** Logarithm of the probability of each class: n x k; -Infinity where 'modified_huber' says 0. */
  async predictLogProba(X: MatrixLike, options: RunOptions = {}): Promise<Matrix> {
    return logRows(await this.predictProba(X, options));
  }

  protected settings(): SgdSettings {
    return { ...this.params, average: averageFrom(this.params.average), oneClass: false };
  }
}
