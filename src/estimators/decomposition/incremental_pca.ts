import { InvalidParameterError } from '../../core/errors.js';
import { checkFeatures, featureInfo } from '../../core/features.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, declare, int, nullable, type ParamsOf } from '../../core/params.js';
import { type FitOptions, Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { centred, flipByRows, leadingRows, momentsOf, svd } from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { factorCovariance, factorPrecision } from './gaussian_factor.js';
import { prefixedNames } from './names.js';
import { checkWidth } from './pca.js';
import { project, unproject } from './projection.js';

const declaration = declare('IncrementalPCA', {
  nComponents: nullable(
    int(1, { min: 1, doc: 'How many components; null for as many as the first piece allows.' }),
  ),
  whiten: bool(false, { doc: 'Scale the components to unit variance.' }),
  batchSize: nullable(int(1, { min: 1, doc: 'Rows in a piece of fit; null takes five times the columns.' })),
});

interface IncrementalPCAModel {
  readonly components: Matrix;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  readonly noiseVariance: number;
  readonly nSamplesSeen: number;
  readonly batchSize: number;
}

/**
 * Principal components from data that comes in pieces: each piece is merged with the components so far. Use it when
 * the data does not fit in memory. O(b d min(b, d)) per piece of b rows.
 * Reference: Ross, Lim, Lin, Yang (2008); scikit-learn IncrementalPCA.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const pca = await new IncrementalPCA({ nComponents: 2, batchSize: 50 }).fit(data);
 * pca.nSamplesSeen; // 150
 * ```
 */
export class IncrementalPCA extends TransformerBase<typeof declaration, IncrementalPCAModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<IncrementalPCAModel> {
    const batch = this.params.batchSize ?? 5 * X.columns;
    const least = this.params.nComponents ?? 0;
    let model: IncrementalPCAModel | undefined;
    for (let from = 0; from < X.rows; ) {
      // A rest too small for the components goes with the piece before it.
      const to = from + batch + least > X.rows ? X.rows : from + batch;
      const piece = Matrix.of(X.data.slice(from * X.columns, to * X.columns), X.columns);
      model = this.merge(model, piece, batch);
      await run.step(to, X.rows, 'rows');
      from = to;
    }
    return model as IncrementalPCAModel;
  }

  /** Learns from a further piece of data. */
  async partialFit(X: MatrixLike, _y?: unknown, options: FitOptions = {}): Promise<this> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    const before = this.fitted;
    if (before) checkFeatures(matrix, before, this.type);
    await run.step(0, 1, 'pieces');
    const batch = before?.model.batchSize ?? this.params.batchSize ?? 5 * matrix.columns;
    return this.setFitted({
      ...(before ?? featureInfo(matrix)),
      model: this.merge(before?.model, matrix, batch),
    });
  }

  protected transformMatrix(X: Matrix, model: IncrementalPCAModel, run: Run): Promise<Matrix> {
    const scale = model.explainedVariance.map((value) => Math.max(Math.sqrt(value), Number.EPSILON));
    return project(X, model.mean, model.components, this.params.whiten ? scale : undefined, run);
  }

  /** Rows in the space of the data from their components (n x k). */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { components, mean, explainedVariance } = this.learned('inverseTransform');
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, components.rows);
    if (!this.params.whiten) return unproject(Z, components, mean);
    const d = components.columns;
    const scaled = components.data.map((x, i) => x * Math.sqrt(explainedVariance[Math.floor(i / d)]));
    return unproject(Z, Matrix.of(scaled, d), mean);
  }

  protected override featureNamesOut(_input: readonly string[], model: IncrementalPCAModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** Covariance of the probabilistic model: d x d. */
  getCovariance(): Matrix {
    return factorCovariance({ ...this.learned('getCovariance'), whiten: this.params.whiten });
  }

  /** Inverse of the covariance of the probabilistic model: d x d. */
  getPrecision(): Matrix {
    return factorPrecision({ ...this.learned('getPrecision'), whiten: this.params.whiten });
  }

  /** Unit directions: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Variance along each component. */
  get explainedVariance(): Float64Array {
    return this.learned('explainedVariance').explainedVariance;
  }

  /** The same as shares of the whole variance. */
  get explainedVarianceRatio(): Float64Array {
    return this.learned('explainedVarianceRatio').explainedVarianceRatio;
  }

  /** Singular values of the centred rows. */
  get singularValues(): Float64Array {
    return this.learned('singularValues').singularValues;
  }

  /** Mean of each column. */
  get mean(): Float64Array {
    return this.learned('mean').mean;
  }

  /** Variance of each column (divided by n). */
  get var(): Float64Array {
    return this.learned('var').variance;
  }

  /** Mean variance along the directions that were left out. */
  get noiseVariance(): number {
    return this.learned('noiseVariance').noiseVariance;
  }

  /** Number of components. */
  get nComponents(): number {
    return this.learned('nComponents').components.rows;
  }

  /** Rows seen so far. */
  get nSamplesSeen(): number {
    return this.learned('nSamplesSeen').nSamplesSeen;
  }

  /** Rows in a piece of fit. */
  get batchSize(): number {
    return this.learned('batchSize').batchSize;
  }

  private merge(before: IncrementalPCAModel | undefined, X: Matrix, batchSize: number): IncrementalPCAModel {
    const { rows: n, columns: d } = X;
    const wanted = this.params.nComponents ?? before?.components.rows ?? Math.min(n, d);
    const most = before ? d : Math.min(n, d);
    if (wanted > most) {
      throw new InvalidParameterError(
        `${this.type}: parameter 'nComponents' must be at most ${most}: the columns, and the rows of the first piece. Got ${wanted}. Ask for fewer or pass larger pieces.`,
        { estimator: this.type, parameter: 'nComponents', received: String(wanted), remedy: 'ask for fewer' },
      );
    }
    const { mean: pieceMean, squares } = momentsOf(X);
    const seen = before?.nSamplesSeen ?? 0;
    const total = seen + n;
    const mean = new Float64Array(d);
    const variance = new Float64Array(d);
    const gap = new Float64Array(d);
    for (let j = 0; j < d; j++) {
      const old = before?.mean[j] ?? 0;
      gap[j] = old - pieceMean[j];
      mean[j] = (seen * old + n * pieceMean[j]) / total;
      const rest = ((seen * n) / total) * gap[j] * gap[j];
      variance[j] = ((before?.variance[j] ?? 0) * seen + squares[j] + (before ? rest : 0)) / total;
    }
    let stacked = centred(X, pieceMean);
    if (before) {
      const k = before.components.rows;
      const data = new Float64Array((k + n + 1) * d);
      before.components.data.forEach((x, i) => {
        data[i] = x * before.singularValues[Math.floor(i / d)];
      });
      data.set(stacked.data, k * d);
      const weight = Math.sqrt((seen / total) * n);
      for (let j = 0; j < d; j++) data[(k + n) * d + j] = weight * gap[j];
      stacked = Matrix.of(data, d);
    }
    const { s, Vt } = svd(stacked, { left: false });
    flipByRows(Vt);
    const squaresSum = variance.reduce((sum, value) => sum + value * total, 0);
    const all = s.map((value) => (value * value) / Math.max(1, total - 1));
    const k = Math.min(wanted, s.length);
    const rest = all.subarray(k);
    return {
      components: leadingRows(Vt, k),
      explainedVariance: all.slice(0, k),
      explainedVarianceRatio: s
        .slice(0, k)
        .map((value) => (squaresSum > 0 ? (value * value) / squaresSum : 0)),
      singularValues: s.slice(0, k),
      mean,
      variance,
      noiseVariance:
        k !== n && k !== d && rest.length > 0 ? rest.reduce((sum, value) => sum + value, 0) / rest.length : 0,
      nSamplesSeen: total,
      batchSize,
    };
  }
}
