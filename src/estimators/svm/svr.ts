import { declare, type ParamsOf, real } from '../../core/params.js';
import type { SmoProgram } from '../../kernels/smo.js';
import { kernelParams, penalty } from './params.js';
import { KernelRegressor, mirroredProgram } from './svr_base.js';

const declaration = declare('SVR', {
  ...kernelParams,
  C: penalty(),
  epsilon: real(0.1, { min: 0, doc: 'Half the width of the tube within which errors count nothing.' }),
});

/**
 * Regression with kernels that ignores errors within epsilon and weighs larger ones by C. Use it for smooth functions
 * and up to some ten thousand rows, with scaled columns; for more rows LinearSVR. Fit is O(n^2 d) to O(n^3), predict
 * O(nSV d) a row.
 * Reference: Smola, Schoelkopf (2004); Chang, Lin, LIBSVM (2011); scikit-learn SVR.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [3], [4]];
 * const svr = await new SVR({ kernel: 'linear', C: 100 }).fit(X, [0, 2, 4, 6, 8]);
 * await svr.predict([[2.5]]); // about 5
 * ```
 */
export class SVR extends KernelRegressor<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected program(y: Float64Array, weights: Float64Array): SmoProgram {
    const { C, epsilon } = this.params;
    const up = y.map((target) => epsilon - target);
    const down = y.map((target) => epsilon + target);
    const bounds = weights.map((weight) => weight * C);
    return mirroredProgram(up, down, bounds, new Float64Array(y.length), false);
  }
}
