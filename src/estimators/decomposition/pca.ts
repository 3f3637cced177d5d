import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, oneOf, type ParamsOf, seed } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { flipByRows, leadingRows, momentsOf } from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { inferDimension } from './dimension.js';
import { factorCovariance, factorPrecision, gaussianLogDensity } from './gaussian_factor.js';
import { prefixedNames } from './names.js';
import { byCovariance, byRandomSubspace, bySvd, chooseSolver, type PcaSolver } from './pca_solvers.js';
import { project, unproject } from './projection.js';

const declaration = declare('PCA', {
  nComponents: custom<number | 'mle' | null>(null, {
    doc: "How many components: a count, the share of variance to explain (below 1), 'mle', or null for all.",
    expected: "an integer >= 0, a share between 0 and 1, 'mle', or null",
    accepts: (value) =>
      value === null ||
      value === 'mle' ||
      (typeof value === 'number' && value >= 0 && (value < 1 || Number.isSafeInteger(value))),
    invalid: [-1, 1.5, 'auto', Number.NaN],
  }),
  whiten: bool(false, { doc: 'Scale the components to unit variance.' }),
  svdSolver: oneOf(['auto', 'full', 'covariance_eigh', 'arpack', 'randomized'], 'auto', {
    doc: "The way to the components; 'arpack' gives what a truncated full decomposition gives.",
  }),
  iteratedPower: custom<number | 'auto'>('auto', {
    doc: "Power iterations of 'randomized'.",
    expected: "an integer >= 0, or 'auto'",
    accepts: (value) => value === 'auto' || (Number.isSafeInteger(value) && (value as number) >= 0),
    invalid: [-1, 1.5, 'few', null],
  }),
  nOversamples: int(10, { min: 1, doc: "Further random vectors of 'randomized'." }),
  powerIterationNormalizer: oneOf(['auto', 'QR', 'LU', 'none'], 'auto', {
    doc: "What keeps the vectors of 'randomized' apart between iterations.",
  }),
  randomState: seed(),
});

interface PCAModel {
  readonly components: Matrix;
  readonly explainedVariance: Float64Array;
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;
  readonly mean: Float64Array;
  readonly noiseVariance: number;
  readonly nSamples: number;
}

/**
 * Principal component analysis: the directions along which the rows vary most. Use it to look at data, to
 * compress them, or to remove correlations before another estimator. Fit is O(n d^2) for 'covariance_eigh' and
 * 'full', O(n d k) for 'randomized'; transform O(n d k).
 * Signs are fixed by the largest value of each component. Reference: Tipping, Bishop (1999); scikit-learn PCA.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const pca = await new PCA({ nComponents: 2 }).fit(data);
 * pca.explainedVarianceRatio[0]; // 0.9246
 * ```
 */
export class PCA extends TransformerBase<typeof declaration, PCAModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<PCAModel> {
    const { params } = this;
    const { rows: n, columns: d } = X;
    const least = Math.min(n, d);
    const truncating = params.svdSolver === 'arpack';
    const wanted = params.nComponents ?? (truncating ? least - 1 : least);
    const solver = params.svdSolver === 'auto' ? chooseSolver(n, d, wanted) : params.svdSolver;
    this.checkWanted(wanted, solver, n, d);
    const moments = momentsOf(X);
    const few = typeof wanted === 'number' ? wanted : least;
    // A count needs no more than its own directions; the rest of the variance is that of the columns.
    const counted = typeof wanted === 'number' && wanted >= 1;
    const options = {
      nIter: params.iteratedPower,
      nOversamples: params.nOversamples,
      normalizer: params.powerIterationNormalizer,
    };
    const found =
      solver === 'covariance_eigh'
        ? await byCovariance(X, moments, run, counted ? few : undefined)
        : solver === 'randomized'
          ? await byRandomSubspace(X, moments, few, options, RandomState.from(params.randomState), run)
          : await bySvd(X, moments, run, solver === 'arpack' ? few : undefined);
    flipByRows(found.Vt);
    const truncated = solver === 'arpack' || solver === 'randomized' || found.variance.length < d;
    const all = truncated ? moments.squares.map((squares) => squares / (n - 1)) : found.variance;
    const total = all.reduce((sum, value) => sum + value, 0);
    const ratio = found.variance.map((value) => (total > 0 ? value / total : 0));
    const k = countOf(wanted, found.variance, ratio, n);
    const explained = found.variance.slice(0, k);
    const rest = truncated
      ? total - explained.reduce((sum, value) => sum + value, 0)
      : found.variance.slice(k).reduce((sum, value) => sum + value, 0);
    return {
      components: k > 0 ? leadingRows(found.Vt, k) : Matrix.of(new Float64Array(0), d),
      explainedVariance: explained,
      explainedVarianceRatio: ratio.slice(0, k),
      singularValues: found.singular.slice(0, k),
      mean: moments.mean,
      noiseVariance: k < least ? Math.max(0, rest) / ((truncated ? least : found.variance.length) - k) : 0,
      nSamples: n,
    };
  }

  protected transformMatrix(X: Matrix, model: PCAModel, run: Run): Promise<Matrix> {
    const { components, mean, explainedVariance } = model;
    // A direction without variance is divided by epsilon, as in scikit-learn, not by zero.
    const scale = explainedVariance.map((value) => Math.max(Math.sqrt(value), Number.EPSILON));
    return project(X, mean, components, this.params.whiten ? scale : undefined, run);
  }

  /** Rows in the space of the data from their components (n x k): the inverse of `transform` up to what was cut. */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { components, mean, explainedVariance } = this.learned('inverseTransform');
    const Z = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, Z, components.rows);
    if (!this.params.whiten) return unproject(Z, components, mean);
    const d = components.columns;
    const scaled = components.data.map((x, i) => x * Math.sqrt(explainedVariance[Math.floor(i / d)]));
    return unproject(Z, Matrix.of(scaled, d), mean);
  }

  protected override featureNamesOut(_input: readonly string[], model: PCAModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** Covariance of the probabilistic model: d x d. */
  getCovariance(): Matrix {
    return factorCovariance(this.factor('getCovariance'));
  }

  /** Inverse of the covariance of the probabilistic model: d x d. */
  getPrecision(): Matrix {
    return factorPrecision(this.factor('getPrecision'));
  }

  /** Log density of each row under the probabilistic model. */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const matrix = this.checkX(X, 'scoreSamples');
    const run = new Run(this.type, options);
    const precision = this.getPrecision();
    await run.breathe();
    return gaussianLogDensity(matrix, this.learned('scoreSamples').mean, precision);
  }

  /** Mean log density of the rows. */
  async score(X: MatrixLike, _y?: unknown, options: ScoreOptions = {}): Promise<number> {
    const values = await this.scoreSamples(X, options);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /** Unit directions, k x d, by falling variance. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Variance along each component (n - 1 degrees of freedom). */
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

  /** Number of components. */
  get nComponents(): number {
    return this.learned('nComponents').components.rows;
  }

  /** Rows that `fit` saw. */
  get nSamples(): number {
    return this.learned('nSamples').nSamples;
  }

  /** Mean variance along the directions that were left out. */
  get noiseVariance(): number {
    return this.learned('noiseVariance').noiseVariance;
  }

  private factor(member: string) {
    return { ...this.learned(member), whiten: this.params.whiten };
  }

  private checkWanted(wanted: number | 'mle', solver: PcaSolver, n: number, d: number): void {
    const least = Math.min(n, d);
    const refuse = (what: string, remedy: string): never => {
      throw new InvalidParameterError(
        `PCA: parameter 'nComponents' ${what} Got ${describe(this.params.nComponents)} for ${n} rows and ${d} columns. ${remedy}`,
        { estimator: 'PCA', parameter: 'nComponents', received: describe(wanted), remedy },
      );
    };
    if (n < 2) refuse('needs at least two rows of data.', 'Pass more rows.');
    const truncated = solver === 'arpack' || solver === 'randomized';
    if (wanted === 'mle') {
      if (truncated)
        refuse(`'mle' needs all variances, which svdSolver '${solver}' does not compute.`, "Use 'full'.");
      if (n < d) refuse("'mle' needs at least as many rows as columns.", 'Pass a count.');
      return;
    }
    if (truncated && wanted < 1) refuse(`must be a count >= 1 for svdSolver '${solver}'.`, "Use 'full'.");
    const limit = solver === 'arpack' ? least - 1 : least;
    if (wanted > limit) refuse(`must be at most ${limit} for svdSolver '${solver}'.`, 'Ask for fewer.');
  }
}

function countOf(wanted: number | 'mle', variance: Float64Array, ratio: Float64Array, n: number): number {
  if (wanted === 'mle') return inferDimension(variance, n);
  if (wanted === 0 || wanted >= 1) return Math.min(wanted, variance.length);
  let sum = 0;
  for (let i = 0; i < ratio.length; i++) {
    sum += ratio[i];
    if (sum > wanted) return i + 1;
  }
  return ratio.length;
}

/** Refuses components that are not as many as `fit` found. */
export function checkWidth(estimator: string, Z: Matrix, k: number): void {
  if (Z.columns === k) return;
  throw new InvalidParameterError(
    `${estimator}: inverseTransform needs ${k} columns, one for each component. Got ${Z.columns}. Pass what transform returned.`,
    { estimator, parameter: 'X', received: String(Z.columns), remedy: 'pass what transform returned' },
  );
}
