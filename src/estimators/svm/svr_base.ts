import type { Matrix } from '../../core/matrix.js';
import type { Declaration, ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import type { SmoProgram } from '../../kernels/smo.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import { decisionValues } from './kernel_decision.js';
import { linearCoef, valuesFor } from './kernel_model.js';
import type { KernelSettings } from './params.js';
import { type SingleModel, takingRows, trainSingle } from './single_training.js';
import { warnUnconverged } from './svc_base.js';

/** Base of SVR and NuSVR: one machine whose rows can pull the curve up or down. */
export abstract class KernelRegressor<D extends Declaration> extends RegressorBase<D, SingleModel> {
  override readonly tags: Tags;
  private readonly settings: KernelSettings;

  constructor(declaration: D, params: Partial<ParamsOf<D>>) {
    super(declaration, params);
    this.settings = this.params as unknown as KernelSettings;
    this.tags = tags('regressor', { sampleWeight: true, pairwise: this.settings.kernel === 'precomputed' });
  }

  /** The program of targets and weights: first the variables that pull up, then those that pull down. */
  protected abstract program(y: Float64Array, weights: Float64Array): SmoProgram;

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<SingleModel> {
    const taking = takingRows(X.rows, sampleWeight);
    const { rows, weights } = taking;
    const targets = rows ? Float64Array.from(rows, (i) => y.data[i]) : y.data;
    const program = this.program(targets, weights);
    const model = await trainSingle(X, taking, program, this.settings, this.type, run);
    if (!model.converged) warnUnconverged(this.settings.maxIter, this.type);
    return model;
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const model = this.learned('predict');
    return decisionValues(model, await valuesFor(X, model, this.settings, this.type), run);
  }

  /** Rows of the training data that are support vectors, ascending. */
  get support(): Int32Array {
    return this.learned('support').support;
  }

  /** The support vectors, nSV x d; without rows for a precomputed kernel. */
  get supportVectors(): Matrix {
    return this.learned('supportVectors').supportVectors;
  }

  /** The number of support vectors. */
  get nSupport(): Int32Array {
    return this.learned('nSupport').nSupport;
  }

  /** Coefficients of the support vectors, 1 x nSV. */
  get dualCoef(): Matrix {
    return this.learned('dualCoef').dualCoef;
  }

  /** The intercept, one value. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /**
   * Weights of the columns, 1 x d; for kernel 'linear' only.
   * @throws InvalidParameterError for other kernels.
   */
  get coef(): Matrix {
    return linearCoef(this.learned('coef'), this.settings.kernel, this.type);
  }

  /** Iterations of the solver. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** 0 when the solver converged, else 1. */
  get fitStatus(): number {
    return this.learned('fitStatus').converged ? 0 : 1;
  }

  /** Rows and columns of the training data. */
  get shapeFit(): readonly [number, number] {
    return this.learned('shapeFit').shapeFit;
  }
}

/** A mirrored program from the linear terms of either half. */
export function mirroredProgram(
  up: Float64Array,
  down: Float64Array,
  bounds: Float64Array,
  start: Float64Array,
  nu: boolean,
): SmoProgram {
  const n = up.length;
  const twice = (first: Float64Array, second: Float64Array): Float64Array => {
    const result = new Float64Array(2 * n);
    result.set(first);
    result.set(second, n);
    return result;
  };
  const y = new Float64Array(2 * n).fill(1).fill(-1, n);
  return { p: twice(up, down), y, C: twice(bounds, bounds), alpha: twice(start, start), mirrored: true, nu };
}
