import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { declare, int, oneOf, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { flipByRows, leadingRows, momentsOf, randomizedRange, svd } from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from './names.js';
import { checkWidth } from './pca.js';
import { project, unproject } from './projection.js';

const declaration = declare('TruncatedSVD', {
  nComponents: int(2, { min: 1, doc: 'How many components.' }),
  algorithm: oneOf(['randomized', 'arpack'], 'randomized', {
    doc: "'randomized' is quick; 'arpack' gives what a truncated full decomposition gives.",
  }),
  nIter: int(5, { min: 0, doc: "Power iterations of 'randomized'." }),
  nOversamples: int(10, { min: 1, doc: "Further random vectors of 'randomized'." }),
  powerIterationNormalizer: oneOf(['auto', 'QR', 'LU', 'none'], 'auto', {
    doc: "What keeps the vectors of 'randomized' apart between iterations.",
  }),
  randomState: seed(),
});

interface TruncatedSVDModel {
  readonly components: Matrix;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
}

/**
 * The leading singular directions of X as it is: like PCA, but nothing is centred. Use it for counts (latent semantic
 * analysis). Fit is O(n d k). Reference: Halko, Martinsson, Tropp (2011); scikit-learn TruncatedSVD.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const svd = await new TruncatedSVD({ randomState: 0 }).fit(data);
 * svd.singularValues[0]; // 95.96
 * ```
 */
export class TruncatedSVD extends TransformerBase<typeof declaration, TruncatedSVDModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<TruncatedSVDModel> {
    const { params } = this;
    const k = params.nComponents;
    const most = params.algorithm === 'arpack' ? Math.min(X.rows, X.columns) - 1 : X.columns;
    if (k > most) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'nComponents' must be at most ${most} for this data. Got ${describe(k)}. Ask for fewer.`,
        { estimator: this.type, parameter: 'nComponents', received: String(k), remedy: 'ask for fewer' },
      );
    }
    const options = {
      nIter: params.nIter,
      nOversamples: params.nOversamples,
      normalizer: params.powerIterationNormalizer,
    };
    const found =
      params.algorithm === 'arpack'
        ? svd(X)
        : await randomizedRange(X, k, options, RandomState.from(params.randomState), run);
    await run.breathe();
    const components = leadingRows(found.Vt, k);
    flipByRows(components);
    const Z = await project(X, undefined, components, undefined, run);
    const explained = momentsOf(Z).squares.map((squares) => squares / X.rows);
    const total = momentsOf(X).squares.reduce((sum, squares) => sum + squares / X.rows, 0);
    return {
      components,
      explainedVariance: explained,
      explainedVarianceRatio: explained.map((value) => (total > 0 ? value / total : 0)),
      singularValues: found.s.slice(0, k),
    };
  }

  protected transformMatrix(X: Matrix, { components }: TruncatedSVDModel, run: Run): Promise<Matrix> {
    return project(X, undefined, components, undefined, run);
  }

  /** Rows in the space of the data from their components (n x k). */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { components } = this.learned('inverseTransform');
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, components.rows);
    return unproject(Z, components, undefined);
  }

  protected override featureNamesOut(_input: readonly string[], model: TruncatedSVDModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** Unit directions: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Variance of the transformed rows along each component. */
  get explainedVariance(): Float64Array {
    return this.learned('explainedVariance').explainedVariance;
  }

  /** The same as shares of the whole variance. */
  get explainedVarianceRatio(): Float64Array {
    return this.learned('explainedVarianceRatio').explainedVarianceRatio;
  }

  /** Singular values, descending. */
  get singularValues(): Float64Array {
    return this.learned('singularValues').singularValues;
  }
}
