import { declare, type ParamsOf } from '../../core/params.js';
import type { SmoProgram } from '../../kernels/smo.js';
import { kernelParams, nuParam, penalty } from './params.js';
import { fillInTurn } from './single_training.js';
import { KernelRegressor, mirroredProgram } from './svr_base.js';

const declaration = declare('NuSVR', {
  nu: nuParam(),
  C: penalty(),
  ...kernelParams,
});

/**
 * Regression with kernels in which nu bounds the share of errors outside the tube from above and the share of support
 * vectors from below; the width of the tube follows. Costs as SVR.
 * Reference: Schoelkopf, Smola, Williamson, Bartlett (2000); scikit-learn NuSVR.
 *
 * @example
 * ```ts
 * const X = [[0], [1], [2], [3], [4]];
 * const svr = await new NuSVR({ kernel: 'linear', C: 100 }).fit(X, [0, 2, 4, 6, 8]);
 * await svr.predict([[2.5]]); // about 5
 * ```
 */
export class NuSVR extends KernelRegressor<typeof declaration> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected program(y: Float64Array, weights: Float64Array): SmoProgram {
    const { C, nu } = this.params;
    const bounds = weights.map((weight) => weight * C);
    const total = bounds.reduce((sum, bound) => sum + bound * nu, 0);
    const start = fillInTurn(bounds, total / 2);
    return mirroredProgram(
      y.map((target) => -target),
      y.slice(),
      bounds,
      start,
      true,
    );
  }
}
