import { InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { centred, centredCrossProduct, momentsOf, svd, symmetricEigen } from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { deflationIca, nonlinearity, parallelIca, type UserFunction } from './ica_iterations.js';
import { prefixedNames } from './names.js';
import { checkWidth } from './pca.js';
import { project, unproject } from './projection.js';

const FUNCTIONS = ['logcosh', 'exp', 'cube'] as const;

const declaration = declare('FastICA', {
  nComponents: nullable(int(1, { min: 1, doc: 'How many sources; null for as many as the data allows.' })),
  algorithm: oneOf(['parallel', 'deflation'], 'parallel', {
    doc: 'All sources at once, or one after another.',
  }),
  whiten: custom<'unit-variance' | 'arbitrary-variance' | false>('unit-variance', {
    doc: 'Whitening: sources of variance 1, of any variance, or false when X is white already.',
    expected: "'unit-variance', 'arbitrary-variance', or false",
    accepts: (value) => value === false || value === 'unit-variance' || value === 'arbitrary-variance',
    invalid: [true, 'white', 1, null],
  }),
  fun: custom<(typeof FUNCTIONS)[number] | UserFunction>('logcosh', {
    doc: 'The non-linearity: a name, or a function from a number to its value and derivative.',
    expected: "'logcosh', 'exp', 'cube', or a function",
    accepts: (value) => typeof value === 'function' || FUNCTIONS.includes(value as 'exp'),
    invalid: ['tanh', 3, null],
  }),
  funArgs: nullable(
    custom<{ readonly alpha?: number }>(
      {},
      {
        doc: 'alpha of logcosh, from 1 to 2; null for 1.',
        expected: 'an object with alpha from 1 to 2',
        accepts: (value) =>
          value !== null &&
          typeof value === 'object' &&
          !Array.isArray(value) &&
          ((value as { alpha?: number }).alpha === undefined ||
            ((value as { alpha: number }).alpha >= 1 && (value as { alpha: number }).alpha <= 2)),
        invalid: [{ alpha: 3 }, 'alpha', 2, []],
      },
    ),
  ),
  maxIter: int(200, { min: 1, doc: 'Most iterations.' }),
  tol: real(1e-4, {
    min: 0,
    exclusiveMin: true,
    doc: 'Largest turn of a direction that counts as converged.',
  }),
  wInit: nullable(
    custom<readonly (readonly number[])[]>([], {
      doc: 'First guess (k x k); null draws one.',
      expected: 'an array of k rows of k numbers',
      accepts: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((row) => Array.isArray(row)),
      invalid: ['none', 3, [1, 2]],
    }),
  ),
  whitenSolver: oneOf(['svd', 'eigh'], 'svd', { doc: "'eigh' is quicker for many more rows than columns." }),
  randomState: seed(),
});

interface FastICAModel {
  readonly components: Matrix;
  readonly mixing: Matrix;
  readonly mean: Float64Array | null;
  readonly whitening: Matrix | null;
  readonly nIter: number;
}

/**
 * Independent component analysis: finds the sources of which the columns are mixtures, where sources are independent
 * and not normal. O(n k^2) per iteration.
 * Reference: Hyvarinen, Oja (2000); scikit-learn FastICA.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const ica = await new FastICA({ nComponents: 2, randomState: 0 }).fit(data);
 * ica.mixing.rows; // 4
 * ```
 */
export class FastICA extends TransformerBase<typeof declaration, FastICAModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<FastICAModel> {
    const { params } = this;
    const { rows: n, columns: d } = X;
    const most = Math.min(n, d);
    let k = params.whiten === false ? d : (params.nComponents ?? most);
    if (k > most) {
      warn(
        new DataWarning(
          `There are ${k} components for ${n} rows and ${d} columns: ${most} are taken.`,
          this.type,
        ),
      );
      k = most;
    }
    const mean = params.whiten === false ? null : momentsOf(X).mean;
    const whitening = mean ? await this.whitener(X, mean, k, run) : null;
    const Z = whitening
      ? matmul(whitening, centred(X, mean as Float64Array), { transposeB: true })
      : X.transpose();
    if (whitening) for (let i = 0; i < Z.data.length; i++) Z.data[i] *= Math.sqrt(n);
    const start = this.start(k);
    const g = nonlinearity(params.fun, params.funArgs?.alpha ?? 1);
    const iterate = params.algorithm === 'parallel' ? parallelIca : deflationIca;
    const { W, nIter, converged } = await iterate(Z, start, g, params, run);
    if (!converged) {
      warn(
        new ConvergenceWarning(
          `No convergence in ${params.maxIter} iterations. Raise maxIter or tol.`,
          this.type,
        ),
      );
    }
    if (whitening && params.whiten === 'unit-variance') {
      const sources = matmul(W, Z);
      for (let i = 0; i < k; i++) {
        const row = Matrix.of(sources.row(i), 1);
        // Z was scaled by the square root of n; its variance is that of the sources times n.
        const deviation = Math.sqrt(momentsOf(row).squares[0] / n / n) || 1;
        for (let j = 0; j < k; j++) W.data[i * k + j] /= deviation;
      }
    }
    const components = whitening ? matmul(W, whitening) : W;
    return { components, mixing: pseudoInverse(components), mean, whitening, nIter };
  }

  protected transformMatrix(X: Matrix, { components, mean }: FastICAModel, run: Run): Promise<Matrix> {
    return project(X, mean ?? undefined, components, undefined, run);
  }

  /** Rows in the space of the data from their sources (n x k). */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { mixing, mean } = this.learned('inverseTransform');
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, mixing.columns);
    return unproject(Z, mixing.transpose(), mean ?? undefined);
  }

  protected override featureNamesOut(_input: readonly string[], model: FastICAModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** The way from the columns to the sources: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** The way back: d x k. */
  get mixing(): Matrix {
    return this.learned('mixing').mixing;
  }

  /** Mean of each column; null without whitening. */
  get mean(): Float64Array | null {
    return this.learned('mean').mean;
  }

  /** The whitening: k x d; null without it. */
  get whitening(): Matrix | null {
    return this.learned('whitening').whitening;
  }

  /** Number of iterations; of 'deflation' the most that a component took. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  /** k x d: scaled principal directions, the first value of each positive. */
  private async whitener(X: Matrix, mean: Float64Array, k: number, run: Run): Promise<Matrix> {
    const d = X.columns;
    let directions: Matrix;
    let sizes: Float64Array;
    if (this.params.whitenSolver === 'eigh') {
      const { values, vectors } = symmetricEigen(await centredCrossProduct(X, mean, run));
      const order = Int32Array.from({ length: d }, (_, i) => d - 1 - i);
      directions = vectors.transpose().takeRows(order);
      sizes = Float64Array.from(order, (i) => Math.sqrt(Math.max(values[i], Number.EPSILON)));
    } else {
      const found = svd(centred(X, mean));
      directions = found.Vt;
      sizes = found.s;
    }
    await run.breathe();
    const K = Matrix.zeros(k, d);
    for (let i = 0; i < k; i++) {
      const row = directions.row(i);
      // A direction of no variance cannot be whitened; it stays zero.
      const size = sizes[i] > d * Number.EPSILON * sizes[0] ? (row[0] < 0 ? -1 : 1) / sizes[i] : 0;
      for (let j = 0; j < d; j++) K.data[i * d + j] = row[j] * size;
    }
    if (K.data.every((x) => x === 0) || sizes[k - 1] <= d * Number.EPSILON * sizes[0]) {
      warn(
        new DataWarning('Columns are constant or follow from others: ask for fewer components.', this.type),
      );
    }
    return K;
  }

  private start(k: number): Matrix {
    const { wInit, randomState } = this.params;
    if (!wInit) return Matrix.of(RandomState.from(randomState).standardNormal(k * k), k);
    if (wInit.length === k && wInit.every((row) => row.length === k)) return Matrix.from2DArray(wInit);
    throw new InvalidParameterError(
      `${this.type}: parameter 'wInit' must hold ${k} rows of ${k} numbers. Got ${wInit.length} rows of ${wInit[0].length}. Correct it.`,
      { estimator: this.type, parameter: 'wInit', remedy: 'correct it' },
    );
  }
}

function pseudoInverse(A: Matrix): Matrix {
  const { U, s, Vt } = svd(A);
  const cut = 1e-15 * Math.max(A.rows, A.columns) * (s[0] ?? 0);
  for (let i = 0; i < Vt.rows; i++) {
    const row = Vt.row(i);
    for (let j = 0; j < row.length; j++) row[j] = s[i] > cut ? row[j] / s[i] : 0;
  }
  return matmul(Vt, U, { transposeA: true, transposeB: true });
}
