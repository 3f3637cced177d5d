import { InvalidParameterError } from '../../core/errors.js';
import { asMatrix, inputError, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import type { MethodName } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { matmul } from '../../kernels/gemm.js';
import { luSolve, randomizedRange } from '../../kernels/linalg/index.js';
import { pairwiseKernels } from '../../metrics/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import {
  centreKernel,
  cleanSpectrum,
  type KernelMeans,
  type KernelSpectrum,
  kernelMeans,
  largestByProducts,
  largestEigen,
} from './kernel_eigen.js';
import { prefixedNames } from './names.js';
import { checkWidth } from './pca.js';

type RowKernel = (a: Float64Array, b: Float64Array) => number;
const KERNELS = ['linear', 'poly', 'rbf', 'sigmoid', 'cosine', 'precomputed'] as const;
type Kernel = (typeof KERNELS)[number] | RowKernel;

const declaration = declare('KernelPCA', {
  nComponents: nullable(int(1, { min: 1, doc: 'How many components; null for all of positive variance.' })),
  kernel: custom<Kernel>('linear', {
    doc: 'A kernel by name, a function of two rows, or precomputed values as X.',
    expected: `one of ${KERNELS.map((name) => `'${name}'`).join(', ')}, or a function of two rows`,
    accepts: (value) => typeof value === 'function' || KERNELS.includes(value as 'rbf'),
    invalid: ['no such kernel', 3, null],
  }),
  gamma: nullable(real(1, { min: 0, doc: 'Coefficient of rbf, poly and sigmoid; null for 1 / columns.' })),
  degree: real(3, { min: 0, doc: 'Degree of poly.' }),
  coef0: real(1, { doc: 'Constant of poly and sigmoid.' }),
  alpha: real(1, { min: 0, doc: 'Ridge of the regression that inverseTransform rests on.' }),
  fitInverseTransform: bool(false, { doc: 'Learn the way back to the space of the data.' }),
  eigenSolver: oneOf(['auto', 'dense', 'arpack', 'randomized'], 'auto', {
    doc: "'dense' reduces the whole kernel; 'arpack' (Lanczos) is quicker for few components; 'auto' chooses between them; 'randomized' is approximate.",
  }),
  tol: real(0, { min: 0, doc: "Relative accuracy of 'arpack'; 0 for all digits." }),
  maxIter: nullable(int(1000, { min: 1, doc: "Most restarts of 'arpack'; null for 1000." })),
  iteratedPower: custom<number | 'auto'>('auto', {
    doc: "Power iterations of 'randomized'.",
    expected: "an integer >= 0, or 'auto'",
    accepts: (value) => value === 'auto' || (Number.isSafeInteger(value) && (value as number) >= 0),
    invalid: [-1, 1.5, 'few', null],
  }),
  removeZeroEig: bool(false, { doc: 'Drop components of zero variance also when nComponents is given.' }),
  randomState: seed(),
});

interface KernelPCAModel extends KernelSpectrum {
  readonly means: KernelMeans;
  readonly gamma: number;
  /** Rows of fit; of a precomputed kernel its values. */
  readonly XFit: Matrix;
  readonly dualCoef: Matrix | null;
  readonly XTransformedFit: Matrix | null;
  readonly nIter: number | null;
}

/**
 * Principal components in the space of a kernel: curved structure becomes straight. Use it for up to some thousand
 * rows. Fit is O(n^2 d + n^3), transform O(n m d) for m new rows.
 * Reference: Schoelkopf, Smola, Mueller (1998); scikit-learn KernelPCA.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const pca = new KernelPCA({ nComponents: 2, kernel: 'rbf', gamma: 0.1 });
 * (await pca.fitTransform(data)).columns; // 2
 * ```
 */
export class KernelPCA extends TransformerBase<typeof declaration, KernelPCAModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    this.tags = tags('transformer', { pairwise: this.params.kernel === 'precomputed' });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<KernelPCAModel> {
    const { params } = this;
    if (params.kernel === 'precomputed') {
      if (X.rows !== X.columns) {
        throw inputError(
          this.type,
          'X',
          'must be square for a precomputed kernel',
          X.toString(),
          'Pass n x n values.',
        );
      }
      if (params.fitInverseTransform) {
        throw new InvalidParameterError(
          `${this.type}: fitInverseTransform does not go with a precomputed kernel. Leave it out.`,
          { estimator: this.type, parameter: 'fitInverseTransform', remedy: 'leave it out' },
        );
      }
    }
    const gamma = params.gamma ?? 1 / X.columns;
    const K = this.kernelOf(X, X, gamma);
    await run.step(1, 3, 'steps');
    const means = kernelMeans(K);
    const found = await this.decompose(centreKernel(K, means), run);
    const spectrum = cleanSpectrum(found, params.nComponents === null || params.removeZeroEig, this.type);
    await run.step(2, 3, 'steps');
    const model = { ...spectrum, means, gamma, XFit: X, nIter: found.nIter ?? null };
    if (!params.fitInverseTransform) return { ...model, dualCoef: null, XTransformedFit: null };
    const Z = scaledVectors(spectrum, (value) => Math.sqrt(value));
    const system = this.kernelOf(Z, Z, params.gamma ?? 1 / Z.columns);
    for (let i = 0; i < Z.rows; i++) system.data[i * Z.rows + i] += params.alpha;
    const dualCoef = luSolve(system, X);
    if (!dualCoef) {
      throw new InvalidParameterError(
        `${this.type}: the regression back to the data is singular. Raise alpha.`,
        {
          estimator: this.type,
          parameter: 'alpha',
          remedy: 'raise alpha',
        },
      );
    }
    await run.step(3, 3, 'steps');
    return { ...model, dualCoef, XTransformedFit: Z };
  }

  protected async transformMatrix(X: Matrix, model: KernelPCAModel, run: Run): Promise<Matrix> {
    const directions = scaledVectors(model, (value) => (value > 0 ? 1 / Math.sqrt(value) : 0));
    const k = directions.columns;
    const result = Matrix.zeros(X.rows, k);
    if (k === 0) return result;
    const step = Math.max(16, Math.floor(1e6 / model.XFit.rows));
    for (let from = 0; from < X.rows; from += step) {
      const to = Math.min(X.rows, from + step);
      const rows = Matrix.of(X.data.slice(from * X.columns, to * X.columns), X.columns);
      const K = centreKernel(this.kernelOf(rows, model.XFit, model.gamma), model.means);
      result.data.set(matmul(K, directions).data, from * k);
      await run.step(to, X.rows, 'rows');
    }
    return result;
  }

  /** Rows in the space of the data from their components (n x k), by the regression that fit learned. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { dualCoef, XTransformedFit } = this.learned('inverseTransform');
    if (!dualCoef || !XTransformedFit) {
      throw new InvalidParameterError(
        `${this.type}: inverseTransform was not learned. Pass fitInverseTransform: true and fit again.`,
        { estimator: this.type, parameter: 'fitInverseTransform', remedy: 'pass fitInverseTransform: true' },
      );
    }
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, XTransformedFit.columns);
    return matmul(this.kernelOf(Z, XTransformedFit, this.params.gamma ?? 1 / Z.columns), dualCoef);
  }

  /** Whether a method works with these parameters: `inverseTransform` must be learned. */
  supports(method: MethodName): boolean {
    return method === 'inverseTransform' ? this.params.fitInverseTransform : method in this;
  }

  protected override featureNamesOut(_input: readonly string[], model: KernelPCAModel): string[] {
    return prefixedNames(this.type, model.eigenvalues.length);
  }

  /** Eigenvalues of the centred kernel, descending. */
  get eigenvalues(): Float64Array {
    return this.learned('eigenvalues').eigenvalues;
  }

  /** Their eigenvectors: n x k. */
  get eigenvectors(): Matrix {
    return this.learned('eigenvectors').eigenvectors;
  }

  /** Weights of the way back; null unless `fitInverseTransform`. */
  get dualCoef(): Matrix | null {
    return this.learned('dualCoef').dualCoef;
  }

  /** Components of the rows of fit; null unless `fitInverseTransform`. */
  get XTransformedFit(): Matrix | null {
    return this.learned('XTransformedFit').XTransformedFit;
  }

  /** Rows of fit. */
  get XFit(): Matrix {
    return this.learned('XFit').XFit;
  }

  /** Rounds of 'arpack'; null for the other solvers. */
  get nIter(): number | null {
    return this.learned('nIter').nIter;
  }

  /** The gamma in use. */
  get gamma(): number {
    return this.learned('gamma').gamma;
  }

  private kernelOf(X: Matrix, Y: Matrix, gamma: number): Matrix {
    const { kernel, degree, coef0 } = this.params;
    if (kernel === 'precomputed') return X;
    if (typeof kernel === 'function') return pairwiseKernels(X, Y, { metric: kernel });
    return pairwiseKernels(X, Y, { metric: kernel, filterParams: true, gamma, degree, coef0 });
  }

  private async decompose(K: Matrix, run: Run): Promise<KernelSpectrum & { nIter?: number }> {
    const { nComponents, eigenSolver, iteratedPower, randomState } = this.params;
    const k = Math.min(nComponents ?? K.rows, K.rows);
    const few = eigenSolver === 'arpack' || (eigenSolver === 'auto' && K.rows > 200 && k < 10);
    if (few && k < K.rows) {
      const { tol, maxIter } = this.params;
      const random = RandomState.from(randomState);
      return largestByProducts(K, k, { random, tol, maxIter, run, type: this.type });
    }
    if (eigenSolver !== 'randomized') return largestEigen(K, k, run);
    const options = { nIter: iteratedPower, nOversamples: 10, normalizer: 'auto' } as const;
    const { U, s, Vt } = await randomizedRange(K, k, options, RandomState.from(randomState), run);
    // Singular vectors that point apart belong to a negative eigenvalue.
    const eigenvalues = s.map((value, j) => {
      let agreement = 0;
      for (let i = 0; i < U.rows; i++) agreement += U.get(i, j) * Vt.get(j, i);
      return agreement < 0 ? -value : value;
    });
    return { eigenvalues, eigenvectors: U };
  }
}

function scaledVectors(
  { eigenvalues, eigenvectors }: KernelSpectrum,
  scale: (value: number) => number,
): Matrix {
  const k = eigenvalues.length;
  const factors = eigenvalues.map(scale);
  return Matrix.of(
    eigenvectors.data.map((x, i) => x * factors[i % k]),
    k,
  );
}
