import { InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import type { ScoreOptions } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import {
  centred,
  flipByRows,
  leadingRows,
  momentsOf,
  qr,
  randomizedRange,
  svd,
} from '../../kernels/linalg/index.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { gaussianLogDensity, inverse } from './gaussian_factor.js';
import { prefixedNames } from './names.js';
import { project } from './projection.js';
import { rotateFactors } from './rotation.js';

const declaration = declare('FactorAnalysis', {
  nComponents: nullable(int(1, { min: 0, doc: 'How many factors; null for as many as columns.' })),
  tol: real(0.01, { min: 0, doc: 'Least gain in log likelihood that goes on.' }),
  maxIter: int(1000, { min: 1, doc: 'Most iterations.' }),
  noiseVarianceInit: nullable(
    custom<readonly number[]>([], {
      doc: 'First guess of the noise of each column; null for 1.',
      expected: 'an array of numbers > 0',
      accepts: (value) =>
        Array.isArray(value) && value.length > 0 && value.every((x) => typeof x === 'number' && x > 0),
      invalid: ['one', [-1], 3],
    }),
  ),
  svdMethod: oneOf(['randomized', 'lapack'], 'randomized', { doc: "'lapack' is exact, 'randomized' quick." }),
  iteratedPower: int(3, { min: 0, doc: "Power iterations of 'randomized'." }),
  rotation: nullable(
    oneOf(['varimax', 'quartimax'], 'varimax', { doc: 'How the factors are turned; null for not.' }),
  ),
  randomState: { ...seed(), default: 0 },
});

interface FactorAnalysisModel {
  readonly components: Matrix;
  readonly noiseVariance: Float64Array;
  readonly mean: Float64Array;
  readonly loglike: Float64Array;
  readonly nIter: number;
}

const SMALL = 1e-12;

/**
 * Factor analysis: columns are mixtures of a few normal factors, each with noise of its own size. Use it like PCA where
 * columns are noisy to different degrees. O(d^3) per iteration after one pass of O(n d^2).
 * Reference: Barber, "Bayesian Reasoning and Machine Learning", algorithm 21.1; scikit-learn FactorAnalysis.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const factors = await new FactorAnalysis({ nComponents: 2, rotation: 'varimax' }).fit(data);
 * factors.noiseVariance.length; // 4
 * ```
 */
export class FactorAnalysis extends TransformerBase<typeof declaration, FactorAnalysisModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer');

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<FactorAnalysisModel> {
    const { params } = this;
    const { rows: n, columns: d } = X;
    const k = params.nComponents ?? d;
    const init = params.noiseVarianceInit;
    if (k > d || (init && init.length !== d)) {
      throw new InvalidParameterError(
        `${this.type}: nComponents may be at most the ${d} columns, and noiseVarianceInit must hold a value for each. Got ${k} and ${init?.length ?? 'null'}. Correct them.`,
        { estimator: this.type, parameter: k > d ? 'nComponents' : 'noiseVarianceInit' },
      );
    }
    const { mean, squares } = momentsOf(X);
    const variance = squares.map((sum) => sum / n);
    // Scaling columns commutes with Q: all iterations work on R.
    const Z = centred(X, mean);
    const reduced = n > d ? qr(Z).R : Z;
    await run.breathe();
    const random = RandomState.from(params.randomState);
    let noise = init ? Float64Array.from(init) : new Float64Array(d).fill(1);
    let components = Matrix.zeros(k, d);
    const loglike: number[] = [];
    let before = Number.NEGATIVE_INFINITY;
    let converged = false;
    while (!converged && loglike.length < params.maxIter) {
      const roots = noise.map((value) => Math.sqrt(value) + SMALL);
      const scaled = Matrix.of(
        reduced.data.map((x, i) => x / (roots[i % d] * Math.sqrt(n))),
        d,
      );
      const { singular, Vt, rest } = await this.leading(scaled, k, random, run);
      const W = Matrix.zeros(k, d);
      for (let i = 0; i < Vt.rows; i++) {
        const size = Math.sqrt(Math.max(0, singular[i] ** 2 - 1));
        for (let j = 0; j < d; j++) W.data[i * d + j] = size * Vt.data[i * d + j] * roots[j];
      }
      components = W;
      let value = d * Math.log(2 * Math.PI) + k + rest;
      for (const s of singular) value += 2 * Math.log(s);
      for (const psi of noise) value += Math.log(psi);
      value *= -n / 2;
      loglike.push(value);
      await run.step(loglike.length, params.maxIter, 'iterations');
      if (value - before < params.tol) {
        converged = true;
        break;
      }
      before = value;
      noise = variance.slice();
      for (let i = 0; i < W.data.length; i++) noise[i % d] -= W.data[i] ** 2;
      for (let j = 0; j < d; j++) noise[j] = Math.max(noise[j], SMALL);
    }
    if (!converged) {
      warn(
        new ConvergenceWarning(
          `No convergence in ${params.maxIter} iterations. Raise maxIter or tol.`,
          this.type,
        ),
      );
    }
    if (params.rotation && k > 0) components = rotateFactors(components, params.rotation);
    return {
      components: k > 0 ? components : Matrix.of(new Float64Array(0), d),
      noiseVariance: noise,
      mean,
      loglike: Float64Array.from(loglike),
      nIter: loglike.length,
    };
  }

  protected async transformMatrix(X: Matrix, model: FactorAnalysisModel, run: Run): Promise<Matrix> {
    const { components, mean } = model;
    if (components.rows === 0) return Matrix.zeros(X.rows, 0);
    const weighted = overNoise(model);
    const inner = matmul(weighted, components, { transposeB: true });
    for (let i = 0; i < inner.rows; i++) inner.data[i * inner.columns + i] += 1;
    return project(X, mean, matmul(inverse(inner), weighted), undefined, run);
  }

  protected override featureNamesOut(_input: readonly string[], model: FactorAnalysisModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** Covariance of the model: d x d. */
  getCovariance(): Matrix {
    const { components, noiseVariance } = this.learned('getCovariance');
    const d = components.columns;
    const result =
      components.rows > 0 ? matmul(components, components, { transposeA: true }) : Matrix.zeros(d, d);
    for (let j = 0; j < d; j++) result.data[j * d + j] += noiseVariance[j];
    return result;
  }

  /** Inverse of the covariance of the model: d x d. */
  getPrecision(): Matrix {
    const model = this.learned('getPrecision');
    const { components, noiseVariance } = model;
    const { rows: k, columns: d } = components;
    if (k === d) return inverse(this.getCovariance());
    const result = Matrix.zeros(d, d);
    if (k > 0) {
      const weighted = overNoise(model);
      const inner = matmul(weighted, components, { transposeB: true });
      for (let i = 0; i < k; i++) inner.data[i * k + i] += 1;
      const product = matmul(weighted, matmul(inverse(inner), weighted), { transposeA: true });
      for (let i = 0; i < product.data.length; i++) result.data[i] = -product.data[i];
    }
    for (let j = 0; j < d; j++) result.data[j * d + j] += 1 / noiseVariance[j];
    return result;
  }

  /** Log density of each row under the model. */
  async scoreSamples(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array> {
    const matrix = this.checkX(X, 'scoreSamples');
    await new Run(this.type, options).breathe();
    return gaussianLogDensity(matrix, this.mean, this.getPrecision());
  }

  /** Mean log density of the rows. */
  async score(X: MatrixLike, _y?: unknown, options: ScoreOptions = {}): Promise<number> {
    const values = await this.scoreSamples(X, options);
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  }

  /** Loadings: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Variance of the noise of each column. */
  get noiseVariance(): Float64Array {
    return this.learned('noiseVariance').noiseVariance;
  }

  /** Mean of each column. */
  get mean(): Float64Array {
    return this.learned('mean').mean;
  }

  /** Log likelihood at each iteration. */
  get loglike(): Float64Array {
    return this.learned('loglike').loglike;
  }

  /** Number of iterations. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  private async leading(
    A: Matrix,
    k: number,
    random: RandomState,
    run: Run,
  ): Promise<{ singular: Float64Array; Vt: Matrix; rest: number }> {
    const options = { nIter: this.params.iteratedPower, nOversamples: 10, normalizer: 'auto' } as const;
    const found =
      this.params.svdMethod === 'lapack' || k === 0
        ? svd(A)
        : await randomizedRange(A, k, options, random, run);
    const Vt = leadingRows(found.Vt, k);
    flipByRows(Vt);
    const singular = found.s.slice(0, k);
    const kept = singular.reduce((sum, s) => sum + s * s, 0);
    const all = A.data.reduce((sum, x) => sum + x * x, 0);
    const rest =
      this.params.svdMethod === 'lapack'
        ? found.s.subarray(k).reduce((sum, s) => sum + s * s, 0)
        : all - kept;
    return { singular, Vt, rest };
  }
}

function overNoise({ components, noiseVariance }: FactorAnalysisModel): Matrix {
  const d = components.columns;
  return Matrix.of(
    components.data.map((x, i) => x / noiseVariance[i % d]),
    d,
  );
}
