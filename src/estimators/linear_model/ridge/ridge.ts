import { declare, type ParamsOf } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import type { RegressorData } from '../../base/index.js';
import { LinearRegressorBase } from '../linear_regressor_base.js';
import { checkRidge, fitRidge, type RidgeModel } from './fit.js';
import { penalty, ridgeSpecs } from './options.js';

const declaration = declare('Ridge', { alpha: penalty(), ...ridgeSpecs });

/**
 * Linear regression with an l2 penalty: least squares that stays calm when columns depend on each other. Minimises
 * |y - Xw|^2 + alpha |w|^2. O(n d^2), or O(n^2 d) with more columns than rows.
 * Reference: Hoerl and Kennard, Technometrics 12 (1970) 55; scikit-learn Ridge.
 *
 * @example
 * ```ts
 * const model = await new Ridge({ alpha: 0.1 }).fit([[1], [2], [3]], [3, 5, 7]);
 * model.coef.get(0, 0); // 1.905
 * ```
 */
export class Ridge extends LinearRegressorBase<typeof declaration, RidgeModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    checkRidge(this.params, this.type);
  }

  protected async train(data: RegressorData, run: Run): Promise<RidgeModel> {
    return fitRidge(data, this.params, run);
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
