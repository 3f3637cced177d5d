import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { encodeLabels, type Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, nullable, type ParamsOf, real, seed } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { FitOptions, Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { lbfgs } from '../../kernels/optimize/lbfgs.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { PCA } from '../decomposition/index.js';
import { LinearDiscriminantAnalysis } from '../discriminant_analysis/index.js';
import { neighborhoodLoss } from './neighborhood_loss.js';

const INITS = ['auto', 'pca', 'lda', 'identity', 'random'] as const;

type Init = (typeof INITS)[number] | MatrixLike;

const declaration = declare('NeighborhoodComponentsAnalysis', {
  nComponents: nullable(int(2, { min: 1, doc: 'Columns that come out; null keeps their number.' })),
  init: custom<Init>('auto', {
    doc: "Where to start: 'lda', 'pca', 'identity', 'random', a matrix (k x d), or 'auto': the first of these that fits.",
    expected: `one of ${INITS.map((name) => `'${name}'`).join(', ')}, or a matrix`,
    accepts: (value) =>
      typeof value === 'string'
        ? INITS.includes(value as 'auto')
        : typeof value === 'object' && value !== null,
    invalid: ['none', 3, null],
  }),
  warmStart: bool(false, { doc: 'Start from the components of the last fit.' }),
  maxIter: int(50, { min: 1, doc: 'Most iterations.' }),
  tol: real(1e-5, { min: 0, doc: 'Stop when gradient and progress fall to this.' }),
  randomState: seed(),
});

interface NcaModel {
  readonly components: Matrix;
  readonly nIter: number;
}

/**
 * Learns a linear map under which neighbours share their class: the expected share of rows that a random neighbour
 * labels right is largest. Use it before KNeighborsClassifier, or to draw classes in two columns. O(n^2) per
 * iteration; memory is a block of rows by n. Scale the columns first. The optimum is a local one.
 * Reference: Goldberger, Roweis, Hinton and Salakhutdinov, NIPS (2004) 513; scikit-learn
 * NeighborhoodComponentsAnalysis.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const nca = await new NeighborhoodComponentsAnalysis({ nComponents: 2, randomState: 0 }).fit(data, target);
 * (await nca.transform(data)).columns; // 2
 * ```
 */
export class NeighborhoodComponentsAnalysis extends TransformerBase<typeof declaration, NcaModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { requiresTarget: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  /** Learns from X (n x d) and class labels y. */
  override async fit(X: MatrixLike, y?: Target, options: FitOptions = {}): Promise<this> {
    return super.fit(X, y, options);
  }

  protected async train({ X, y }: TransformerData, run: Run): Promise<NcaModel> {
    const { maxIter, tol } = this.params;
    if (X.rows < 2) {
      throw new InvalidInputError(`${this.type}: X must hold at least 2 rows. Got ${X.rows}. Add rows.`, {
        estimator: this.type,
        parameter: 'X',
        remedy: 'add rows',
      });
    }
    const { codes, classes } = encodeLabels(y as Labels, this.type);
    const start = await this.start(X, y as Labels, classes.length, run);
    const loss = neighborhoodLoss(X, codes, start.rows);
    const options = {
      maxIter,
      gtol: tol,
      ftol: tol,
      onIteration: (done: number) => run.step(done, maxIter, 'iteration'),
    };
    const result = await lbfgs(loss, start.data, options);
    if (!result.converged && result.iterations < maxIter) {
      warn(
        new ConvergenceWarning(`The search stopped early: ${result.message}. Scale the columns.`, this.type),
      );
    }
    return { components: Matrix.of(result.x, X.columns), nIter: result.iterations };
  }

  /** The first components: k x d. */
  private async start(X: Matrix, y: Labels, nClasses: number, run: Run): Promise<Matrix> {
    const { nComponents, warmStart, randomState } = this.params;
    const d = X.columns;
    const k = nComponents ?? d;
    if (k > d) throw this.refused('nComponents', `must be at most the ${d} columns of X`, k);
    if (warmStart && this.isFitted) {
      const { components } = this.learned('components');
      if (components.columns === d) return components.clone();
      throw this.refused('warmStart', `needs the ${components.columns} columns of the last fit`, d);
    }
    let { init } = this.params;
    if (typeof init !== 'string') {
      const given = asMatrix(init, { estimator: this.type, argument: 'init' });
      const fits = given.columns === d && given.rows <= d && (nComponents ?? given.rows) === given.rows;
      if (fits) return given.clone();
      throw this.refused('init', `must be ${nComponents ?? 'k'} x ${d}`, `${given.rows} x ${given.columns}`);
    }
    if (init === 'auto') {
      init = k <= Math.min(d, nClasses - 1) ? 'lda' : k < Math.min(d, X.rows) ? 'pca' : 'identity';
    }
    if (init === 'pca') {
      return (await new PCA({ nComponents: k, randomState }).fit(X, undefined, run.inner())).components;
    }
    if (init === 'lda') {
      const lda = await new LinearDiscriminantAnalysis({ nComponents: k }).fit(X, y, run.inner());
      const directions = (lda.scalings as Matrix).transpose();
      return directions.takeRows(Int32Array.from({ length: Math.min(k, directions.rows) }, (_, i) => i));
    }
    if (init === 'random') return Matrix.of(RandomState.from(randomState).standardNormal(k * d), d);
    const identity = Matrix.zeros(k, d);
    for (let i = 0; i < k; i++) identity.set(i, i, 1);
    return identity;
  }

  private refused(parameter: string, what: string, received: unknown): InvalidParameterError {
    return new InvalidParameterError(
      `${this.type}: parameter '${parameter}' ${what}. Got ${describe(received)}. Change it.`,
      { estimator: this.type, parameter, received: describe(received), remedy: what },
    );
  }

  protected async transformMatrix(X: Matrix, { components }: NcaModel): Promise<Matrix> {
    return matmul(X, components, { transposeB: true });
  }

  protected override featureNamesOut(_input: readonly string[], { components }: NcaModel): string[] {
    const prefix = this.type.toLowerCase();
    return Array.from({ length: components.rows }, (_, i) => `${prefix}${i}`);
  }

  /** The linear map: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Iterations done. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}
