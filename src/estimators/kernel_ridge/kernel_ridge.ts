import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, nullable, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { leastSquares } from '../../kernels/linalg/index.js';
import { SpdFactor } from '../../kernels/spd_factor.js';
import { type KernelName, kernelMetrics, pairwiseKernels } from '../../metrics/index.js';
import { RegressorBase, type RegressorData } from '../base/index.js';

/** A kernel of the caller's own: the value of two rows; `params` are the estimator's kernelParams. */
export type RidgeKernelCallable = (
  a: Float64Array,
  b: Float64Array,
  params: Readonly<Record<string, unknown>>,
) => number;

type RidgeKernel = KernelName | 'precomputed' | RidgeKernelCallable;

const names = [...kernelMetrics().keys(), 'precomputed'];

const declaration = declare('KernelRidge', {
  alpha: custom<number | readonly number[]>(1, {
    doc: 'Strength of the penalty: one value, or one per target.',
    expected: 'a number >= 0, or an array of such numbers',
    accepts: (value) =>
      (Array.isArray(value) ? value : [value]).every((v) => typeof v === 'number' && v >= 0),
    invalid: [-1, 'none', {}, [-1]],
  }),
  kernel: custom<RidgeKernel>('linear', {
    doc: "Kernel: a name of pairwiseKernels, 'precomputed' (X holds kernel values), or a function of two rows.",
    expected: `one of ${names.map((name) => `'${name}'`).join(', ')}, or a function of two rows`,
    accepts: (value) => typeof value === 'function' || names.includes(value as string),
    invalid: ['no such kernel', 3, {}, null],
  }),
  gamma: nullable(real(1, { min: 0, doc: "Coefficient of most kernels; null is the kernel's own default." })),
  degree: real(3, { min: 0, doc: "Degree of the 'polynomial' kernel." }),
  coef0: real(1, { doc: "Constant of 'polynomial' and 'sigmoid'." }),
  kernelParams: nullable(
    custom<Readonly<Record<string, unknown>>>(
      {},
      {
        doc: 'Handed to a kernel that is a function.',
        expected: 'a record',
        accepts: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
        invalid: ['gamma', 3, []],
      },
    ),
  ),
});

interface KernelRidgeModel {
  /** n x t. */
  readonly dualCoef: Matrix;
  readonly XFit: Matrix;
}

/**
 * Ridge regression in the space of a kernel: smooth functions with squared errors, solved at once. Fits faster than
 * SVR on some thousand rows; all of them stay in the model. Fit is O(n^3), predict O(n d) a row.
 * Reference: Murphy, Machine Learning (2012), 14.4.3; scikit-learn KernelRidge.
 *
 * @example
 * ```ts
 * const model = await new KernelRidge({ alpha: 0.01, kernel: 'rbf' }).fit([[0], [1], [2]], [0, 1, 0]);
 * await model.predict([[1]]); // about 1
 * ```
 */
export class KernelRidge extends RegressorBase<typeof declaration, KernelRidgeModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const pairwise = this.params.kernel === 'precomputed';
    this.tags = tags('regressor', { sampleWeight: true, multiOutput: true, pairwise });
  }

  protected async train({ X, y, sampleWeight }: RegressorData, run: Run): Promise<KernelRidgeModel> {
    await run.step(0, 1, 'solution');
    if (this.params.kernel === 'precomputed' && X.rows !== X.columns) {
      throw new InvalidInputError(
        `KernelRidge: X must be a square matrix of kernel values of the training rows. Got ${X.rows} x ${X.columns}. Pass kernel values, or choose another kernel than 'precomputed'.`,
        { estimator: 'KernelRidge', parameter: 'X', remedy: 'pass kernel values' },
      );
    }
    const K = this.kernelValues(X, null);
    const roots = sampleWeight?.map(Math.sqrt);
    const n = X.rows;
    const values = K === X ? X.data.slice() : K.data;
    if (roots) {
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) values[i * n + j] *= roots[i] * roots[j];
    }
    const alphas = alphasOf(this.params.alpha, y.columns);
    const dualCoef = await solve(values, weighted(y, roots), alphas, run);
    if (!dualCoef.data.every(Number.isFinite)) {
      throw new InvalidInputError(
        'KernelRidge: the kernel values are too large for the solver. Got weights that are not finite. Scale the columns (StandardScaler).',
        { estimator: 'KernelRidge', parameter: 'X', remedy: 'scale the columns' },
      );
    }
    return { dualCoef: weighted(dualCoef, roots), XFit: X };
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    const { dualCoef, XFit } = this.learned('predict');
    const step = Math.max(1, Math.floor(2e6 / XFit.rows));
    const result = Matrix.zeros(X.rows, dualCoef.columns);
    for (let from = 0; from < X.rows; from += step) {
      const count = Math.min(step, X.rows - from);
      const rows = Int32Array.from({ length: count }, (_, i) => from + i);
      const part = matmul(this.kernelValues(X.takeRows(rows), XFit), dualCoef);
      result.data.set(part.data, from * dualCoef.columns);
      await run.breathe();
    }
    return result;
  }

  /** Weights of the training rows, n x t. */
  get dualCoef(): Matrix {
    return this.learned('dualCoef').dualCoef;
  }

  /** The training rows, which predictions need; kernel values for a precomputed kernel. */
  get XFit(): Matrix {
    return this.learned('XFit').XFit;
  }

  private kernelValues(X: Matrix, Y: Matrix | null): Matrix {
    const { kernel, gamma, degree, coef0, kernelParams } = this.params;
    if (kernel === 'precomputed') return X;
    if (typeof kernel === 'function') {
      return pairwiseKernels(X, Y, { metric: (a, b) => kernel(a, b, kernelParams ?? {}) });
    }
    const given = gamma === null ? {} : { gamma };
    return pairwiseKernels(X, Y, { metric: kernel, filterParams: true, ...given, degree, coef0 });
  }
}

function alphasOf(alpha: number | readonly number[], targets: number): readonly number[] {
  if (typeof alpha === 'number') return new Array<number>(targets).fill(alpha);
  if (alpha.length === targets) return alpha;
  throw new InvalidParameterError(
    `KernelRidge: parameter 'alpha' must be one number, or one for each of the ${targets} targets. Got ${alpha.length}. Correct it.`,
    { estimator: 'KernelRidge', parameter: 'alpha', received: `${alpha.length} values` },
  );
}

/** Rows times the roots of their weights. */
function weighted(y: Matrix, roots: Float64Array | undefined): Matrix {
  if (!roots) return y;
  const result = y.clone();
  for (let at = 0; at < result.data.length; at++) result.data[at] *= roots[Math.floor(at / y.columns)];
  return result;
}

/** (K + alpha) solved for each target; targets of one alpha share a factor. */
async function solve(K: Float64Array, y: Matrix, alphas: readonly number[], run: Run): Promise<Matrix> {
  const n = y.rows;
  const result = Matrix.zeros(n, y.columns);
  const factor = new SpdFactor(n);
  try {
    for (const alpha of new Set(alphas)) {
      factor.values.set(K);
      for (let i = 0; i < n; i++) factor.values[i * n + i] += alpha;
      const definite = await factor.factor(run);
      const targets = [...alphas.keys()].filter((t) => alphas[t] === alpha);
      for (const t of targets) {
        const column = Float64Array.from(y.column(t));
        const dual = definite ? factor.solve(column) : singular(K, alpha, column);
        for (let i = 0; i < n; i++) result.set(i, t, dual[i]);
      }
    }
    return result;
  } finally {
    factor.release();
  }
}

function singular(K: Float64Array, alpha: number, y: Float64Array): Float64Array {
  warn(
    new DataWarning(
      'the kernel matrix is singular: the least-squares solution of least size is taken. Raise alpha if that is not wanted.',
      'KernelRidge',
    ),
  );
  const A = Matrix.of(K.slice(), y.length);
  for (let i = 0; i < y.length; i++) A.data[i * y.length + i] += alpha;
  return leastSquares(A, Matrix.of(y, 1)).X.data;
}
