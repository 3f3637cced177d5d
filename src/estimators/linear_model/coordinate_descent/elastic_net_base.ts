import { Matrix } from '../../../core/matrix.js';
import type { Declaration } from '../../../core/params.js';
import type { Run } from '../../../core/run.js';
import { tags } from '../../../core/tags.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import type { RegressorData } from '../../base/index.js';
import { type LinearModel, LinearRegressorBase, linearModel } from '../linear_regressor_base.js';
import type { DescentParams, Precompute } from './options.js';
import { descendPath } from './path.js';
import { prepareDescent } from './problem.js';

export interface ElasticNetModel extends LinearModel {
  /** Per target. */
  readonly dualGap: Float64Array;
  readonly nIter: Int32Array;
}

/** The values that `train` needs, whatever the estimator calls them. */
interface NetParams extends DescentParams {
  readonly alpha: number;
  readonly fitIntercept: boolean;
  readonly precompute: Precompute;
  readonly warmStart: boolean;
}

/** Base of the penalised regressions that coordinate descent solves target by target. */
export abstract class ElasticNetBase<D extends Declaration> extends LinearRegressorBase<D, ElasticNetModel> {
  override readonly tags = tags('regressor', { sampleWeight: true, multiOutput: true });

  /** The share of the l1 penalty. */
  protected abstract ratio(): number;

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<ElasticNetModel> {
    const params = this.params as unknown as NetParams;
    if (params.alpha === 0) {
      const message = 'alpha 0 converges slowly and may not end where it should. Use LinearRegression.';
      warn(new DataWarning(message, this.type));
    }
    const problem = prepareDescent(X, y, sampleWeight, params, this.type);
    const before = params.warmStart ? this.fitted?.model.coef : undefined;
    const fits = before?.rows === y.columns && before.columns === X.columns;
    const coef = Matrix.zeros(y.columns, X.columns);
    const dualGap = new Float64Array(y.columns);
    const nIter = new Int32Array(y.columns);
    for (let t = 0; t < y.columns; t++) {
      const plan = {
        ...params,
        alphas: [params.alpha],
        l1Ratio: this.ratio(),
        start: fits ? before.row(t) : undefined,
        progress: { done: t, total: y.columns },
      };
      const { coefs, gaps, iterations } = await descendPath(problem, t, plan, run);
      coef.row(t).set(coefs[0]);
      dualGap[t] = gaps[0];
      nIter[t] = iterations[0];
    }
    return { ...linearModel(coef, problem.centred, this.type), dualGap, nIter };
  }

  /** How far, at most, the objective of each target is above its minimum. */
  get dualGap(): Float64Array {
    return this.learned('dualGap').dualGap;
  }

  /** Sweeps of each target. */
  get nIter(): Int32Array {
    return this.learned('nIter').nIter;
  }
}
