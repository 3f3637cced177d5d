import { declare, jobs, nullable, oneOf, type ParamsOf, real, seed } from '../../../core/params.js';
import { classWeightParam } from '../../../core/weights.js';
import type { SgdSettings } from '../../../kernels/sgd.js';
import { commonParams, penaltyParams, stoppingParams } from './params.js';
import { SgdClassifierBase } from './sgd_classifier_base.js';

const declaration = declare('Perceptron', {
  ...penaltyParams,
  penalty: nullable(oneOf(['l2', 'l1', 'elasticnet'], 'l2', { doc: 'Penalty; null for none.' })),
  ...commonParams,
  eta0: real(1, { min: 0, exclusiveMin: true, doc: 'Size of the steps.' }),
  nJobs: jobs(),
  randomState: { ...seed(), default: 0 as number | readonly number[] | null },
  ...stoppingParams,
  classWeight: classWeightParam(),
});

/**
 * The perceptron: a linear classifier that moves its plane for every row on the wrong side, and for no other. O(n d k)
 * per epoch; equal seeds give the weights of the reference.
 * Reference: Rosenblatt, Psychological Review 65 (1958) 386; scikit-learn Perceptron.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const model = await new Perceptron().fit(data, target);
 * model.coef.rows; // 3
 * ```
 */
export class Perceptron extends SgdClassifierBase<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected settings(): SgdSettings {
    const fixed = { loss: 'perceptron', learningRate: 'constant', epsilon: 0.1, powerT: 0.5 } as const;
    return { ...this.params, ...fixed, average: 0, oneClass: false };
  }
}
