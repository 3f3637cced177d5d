import { inputError } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, nullable, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { symmetricEigenAsync } from '../../kernels/linalg/index.js';
import { pairwiseKernels } from '../../metrics/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from '../decomposition/names.js';

type RowKernel = (a: Float64Array, b: Float64Array) => number;
const KERNELS = [
  'rbf',
  'linear',
  'poly',
  'polynomial',
  'sigmoid',
  'cosine',
  'laplacian',
  'chi2',
  'additive_chi2',
  'precomputed',
] as const;
type Kernel = (typeof KERNELS)[number] | RowKernel;

const declaration = declare('Nystroem', {
  kernel: custom<Kernel>('rbf', {
    doc: 'A kernel by name, a function of two rows, or precomputed values as X.',
    expected: `one of ${KERNELS.map((name) => `'${name}'`).join(', ')}, or a function of two rows`,
    accepts: (value) => typeof value === 'function' || KERNELS.includes(value as 'rbf'),
    invalid: ['no such kernel', 3, null],
  }),
  gamma: nullable(
    real(1, { min: 0, doc: "Coefficient of the kernel; null takes the kernel's own default." }),
  ),
  coef0: nullable(real(1, { doc: 'Constant of poly and sigmoid; null for 1.' })),
  degree: nullable(real(3, { min: 1, doc: 'Degree of poly; null for 3.' })),
  nComponents: int(100, { min: 1, doc: 'Rows of fit that serve as a basis.' }),
  randomState: seed(),
});

interface NystroemModel {
  readonly components: Matrix;
  readonly componentIndices: Int32Array;
  readonly normalization: Matrix;
}

/**
 * A map whose inner products are close to a kernel, from a random part of the rows: the closer, the more rows. Use it
 * before a linear machine on many rows. Fit is O(k^2 d + k^3), transform O(n k d + n k^2).
 * Reference: Williams, Seeger (2001); scikit-learn Nystroem.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * (await new Nystroem({ nComponents: 20, gamma: 0.2, randomState: 0 }).fitTransform(data)).columns; // 20
 * ```
 */
export class Nystroem extends TransformerBase<typeof declaration, NystroemModel> {
  static readonly declaration = declaration;
  override readonly tags: Tags;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    this.tags = tags('transformer', { pairwise: this.params.kernel === 'precomputed' });
  }

  protected async train({ X }: TransformerData, run: Run): Promise<NystroemModel> {
    const n = X.rows;
    const wanted = this.params.nComponents;
    const precomputed = this.params.kernel === 'precomputed';
    if (precomputed && n !== X.columns) {
      throw inputError(
        this.type,
        'X',
        'must be square for a precomputed kernel',
        X.toString(),
        'Pass n x n values.',
      );
    }
    if (wanted > n) {
      warn(new DataWarning(`There are ${n} rows for ${wanted} components: all rows are taken.`, this.type));
    }
    const k = Math.min(wanted, n);
    const componentIndices = RandomState.from(this.params.randomState).permutation(n).slice(0, k);
    const components = X.takeRows(componentIndices);
    const K = precomputed ? components.takeColumns(componentIndices) : this.kernelOf(components, components);
    await run.step(1, 2, 'steps');
    // K is symmetric: its singular values are the sizes of its eigenvalues.
    const { values, vectors } = await symmetricEigenAsync(K, run);
    const scaled = Matrix.of(
      vectors.data.map((x, i) => {
        const value = values[i % k];
        return (value < 0 ? -x : x) / Math.sqrt(Math.max(Math.abs(value), 1e-12));
      }),
      k,
    );
    await run.step(2, 2, 'steps');
    return { components, componentIndices, normalization: matmul(scaled, vectors, { transposeB: true }) };
  }

  protected async transformMatrix(X: Matrix, model: NystroemModel, run: Run): Promise<Matrix> {
    const { components, componentIndices, normalization } = model;
    const k = components.rows;
    const result = Matrix.zeros(X.rows, k);
    const step = Math.max(16, Math.floor(1e6 / k));
    for (let from = 0; from < X.rows; from += step) {
      const to = Math.min(X.rows, from + step);
      const rows = Matrix.of(X.data.slice(from * X.columns, to * X.columns), X.columns);
      const K =
        this.params.kernel === 'precomputed'
          ? rows.takeColumns(componentIndices)
          : this.kernelOf(rows, components);
      result.data.set(matmul(K, normalization, { transposeB: true }).data, from * k);
      await run.step(to, X.rows, 'rows');
    }
    return result;
  }

  protected override featureNamesOut(_input: readonly string[], model: NystroemModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** The rows that serve as a basis: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Which rows of fit they are. */
  get componentIndices(): Int32Array {
    return this.learned('componentIndices').componentIndices;
  }

  /** What kernel values with the basis are multiplied by: k x k. */
  get normalization(): Matrix {
    return this.learned('normalization').normalization;
  }

  private kernelOf(X: Matrix, Y: Matrix): Matrix {
    const { kernel, gamma, coef0, degree } = this.params;
    if (typeof kernel === 'function') return pairwiseKernels(X, Y, { metric: kernel });
    return pairwiseKernels(X, Y, {
      metric: kernel,
      filterParams: true,
      ...(gamma === null ? {} : { gamma }),
      ...(coef0 === null ? {} : { coef0 }),
      ...(degree === null ? {} : { degree }),
    });
  }
}
