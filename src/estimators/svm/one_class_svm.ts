import type { Matrix } from '../../core/matrix.js';
import { declare, type ParamsOf } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { OutlierDetectorBase, type OutlierDetectorData } from '../base/index.js';
import { decisionValues } from './kernel_decision.js';
import { linearCoef, valuesFor } from './kernel_model.js';
import { kernelParams, nuParam } from './params.js';
import { fillInTurn, type SingleModel, takingRows, trainSingle } from './single_training.js';
import { warnUnconverged } from './svc_base.js';

const declaration = declare('OneClassSVM', { ...kernelParams, nu: nuParam() });

type OneClassModel = SingleModel & { readonly offset: number };

/**
 * The region that holds most of the data: a hyperplane in kernel space with at most a share nu of the rows on the
 * wrong side. Use it to find rows unlike a clean training set. Fit is O(n^2 d) to O(n^3), predict O(nSV d) a row.
 * Reference: Schoelkopf, Platt, Shawe-Taylor, Smola, Williamson (2001); scikit-learn OneClassSVM.
 *
 * @example
 * ```ts
 * const detector = await new OneClassSVM({ gamma: 'auto', nu: 0.3 }).fit([[0], [0.44], [0.45], [0.46], [1]]);
 * await detector.predict([[0.45], [5]]); // [1, -1]
 * ```
 */
export class OneClassSVM extends OutlierDetectorBase<typeof declaration, OneClassModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('outlier_detector', {
    sampleWeight: true,
    pairwise: this.params.kernel === 'precomputed',
  });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X, sampleWeight }: OutlierDetectorData, run: Run): Promise<OneClassModel> {
    const { nu, maxIter } = this.params;
    const taking = takingRows(X.rows, sampleWeight);
    const C = taking.weights;
    const n = C.length;
    const total = C.reduce((sum, weight) => sum + weight * nu, 0);
    const program = {
      p: new Float64Array(n),
      y: new Float64Array(n).fill(1),
      C,
      alpha: fillInTurn(C, total),
      mirrored: false,
      nu: false,
    };
    const model = await trainSingle(X, taking, program, this.params, this.type, run);
    if (!model.converged) warnUnconverged(maxIter, this.type);
    return { ...model, offset: -model.intercept[0] };
  }

  protected async scoreRows(X: Matrix, run: Run): Promise<Float64Array> {
    const model = this.learned('scoreSamples');
    const machines = { ...model, intercept: Float64Array.of(0) };
    const values = await valuesFor(X, model, this.params, this.type);
    return (await decisionValues(machines, values, run)).data;
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

  /** The intercept, one value: minus the offset. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /**
   * Weights of the columns, 1 x d; for kernel 'linear' only.
   * @throws InvalidParameterError for other kernels.
   */
  get coef(): Matrix {
    return linearCoef(this.learned('coef'), this.params.kernel, this.type);
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
