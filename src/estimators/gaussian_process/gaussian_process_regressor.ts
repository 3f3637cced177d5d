import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, seed } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { matmul } from '../../kernels/gemm.js';
import { SpdFactor } from '../../kernels/spd_factor.js';
import { LowerSolver, solveLowerMany } from '../../kernels/triangular_solve.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import type { Kernel, KernelRecord } from './kernel.js';
import { kernelFrom } from './kernel_algebra.js';
import { kernelOf, kernelParam, withRecord } from './kernel_param.js';
import { bestKernel } from './optimise.js';
import { factorCovariance, type RegressionData, regressionLikelihood } from './regressor_likelihood.js';

const declaration = declare('GaussianProcessRegressor', {
  kernel: kernelParam(),
  alpha: custom<number | readonly number[]>(1e-10, {
    doc: 'Variance of the noise that is added to the diagonal: one value, or one per row.',
    expected: 'a number >= 0, or an array of such numbers',
    accepts: (value) =>
      (Array.isArray(value) ? value : [value]).every((v) => typeof v === 'number' && v >= 0),
    invalid: [-1, 'none', {}, [-1]],
  }),
  optimizer: nullable(
    oneOf(['fmin_l_bfgs_b'], 'fmin_l_bfgs_b', {
      doc: 'How hyperparameters are found: by quasi-Newton steps within bounds, or null to leave them.',
    }),
    'fmin_l_bfgs_b',
  ),
  nRestartsOptimizer: int(0, { min: 0, doc: 'Further starts of the search, at random within the bounds.' }),
  normalizeY: bool(false, { doc: 'Scale the targets to mean 0 and variance 1 while fitting.' }),
  randomState: seed(),
});

interface RegressorProcess {
  readonly kernelRecord: KernelRecord;
  readonly XTrain: Matrix;
  /** n x t, scaled when normalizeY. */
  readonly yTrain: Matrix;
  readonly yMean: Float64Array;
  readonly yScale: Float64Array;
  readonly noise: Float64Array;
  /** Lower triangular factor of the covariance of the training rows. */
  readonly L: Matrix;
  /** n x t. */
  readonly dual: Matrix;
  readonly logMarginalLikelihoodValue: number;
}

/**
 * Regression by a Gaussian process: a smooth curve with its own uncertainty, the hyperparameters of the kernel found by
 * maximising the marginal likelihood. Use it for up to some thousand rows. Fit is O(n^3) per step of the search,
 * predict O(n) a row, with uncertainty O(n^2).
 * Reference: Rasmussen, Williams, Gaussian Processes for Machine Learning (2006), 2; scikit-learn
 * GaussianProcessRegressor.
 *
 * @example
 * ```ts
 * const gp = new GaussianProcessRegressor({ kernel: new RBF(), alpha: 1e-6 });
 * await gp.fit([[0], [1], [2], [3]], [0, 0.84, 0.91, 0.14]);
 * const { mean, std } = await gp.predictWithStd([[1.5]]); // mean about 1, std small
 * ```
 */
export class GaussianProcessRegressor extends RegressorBase<typeof declaration, RegressorProcess> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { multiOutput: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, withRecord(params));
  }

  protected async train({ X, y }: RegressorData, run: Run): Promise<RegressorProcess> {
    const { optimizer, normalizeY, alpha } = this.params;
    const n = X.rows;
    const noise = noiseOf(alpha, n);
    const { scaled, yMean, yScale } = scaleTargets(y, normalizeY);
    const data: RegressionData = { X, targets: columnsOf(scaled), noise };
    const factor = new SpdFactor(n);
    try {
      let evaluations = 0;
      let kernel = kernelOf(this.params.kernel);
      if (optimizer && kernel.theta.length > 0) {
        const likelihood = async (tried: Kernel) => {
          await run.step(evaluations, evaluations + 1, 'evaluation');
          evaluations++;
          return regressionLikelihood(tried, data, factor, run);
        };
        kernel = await bestKernel(kernel, likelihood, this.params, this.type);
      } else await run.step(0, 1, 'evaluation');
      if (!(await factorCovariance(factor, kernel.values(X), noise, run))) refuseCovariance(this.type);
      const duals = data.targets.map((target) => factor.solve(target));
      const value = data.targets.reduce((sum, target, t) => {
        const fit = target.reduce((total, v, i) => total + v * duals[t][i], 0);
        return sum - 0.5 * (fit + factor.logDeterminant() + n * Math.log(2 * Math.PI));
      }, 0);
      const model = { kernelRecord: kernel.record, XTrain: X, yTrain: scaled, yMean, yScale, noise };
      const L = lowerOf(factor.values, n);
      return { ...model, L, dual: fromColumns(duals), logMarginalLikelihoodValue: value };
    } finally {
      factor.release();
    }
  }

  protected async predictValues(X: Matrix, run: Run): Promise<Matrix> {
    await run.breathe();
    const { XTrain } = this.learned('predict');
    return this.mean(Matrix.of(this.kernel.values(X, XTrain), XTrain.rows), false);
  }

  /** The prediction and its standard deviation for each row of X: as `predict` gives them. */
  async predictWithStd<T extends Float64Array | Matrix = Float64Array>(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<{ mean: T; std: T }> {
    const matrix = this.checkX(X, 'predictWithStd');
    const { L, yMean, yScale, oneDimensional, XTrain, dual } = this.learned('predictWithStd');
    const run = new Run(this.type, options);
    const m = matrix.rows;
    const t = yScale.length;
    const { kernel } = this;
    const mean = Matrix.zeros(m, t);
    const std = Matrix.zeros(m, t);
    const own = kernel.diag(matrix);
    const duals = columnsOf(dual);
    const solver = new LowerSolver(L.data, XTrain.rows, m);
    try {
      // Some rows at a time: their covariances with the training rows are never all in memory.
      for (let first = 0; first < m; first += solver.width) {
        const count = Math.min(solver.width, m - first);
        const part = Matrix.of(
          matrix.data.subarray(first * matrix.columns, (first + count) * matrix.columns),
          matrix.columns,
        );
        solver.columns(count).set(kernel.values(XTrain, part));
        for (let c = 0; c < t; c++) {
          const products = solver.products(duals[c], count);
          for (let i = 0; i < count; i++) mean.set(first + i, c, products[i] * yScale[c] + yMean[c]);
        }
        await solver.solve(count, run);
        const explained = solver.squares(count);
        for (let i = 0; i < count; i++) {
          const root = Math.sqrt(Math.max(0, own[first + i] - explained[i]));
          for (let c = 0; c < t; c++) std.set(first + i, c, root * yScale[c]);
        }
      }
    } finally {
      solver.release();
    }
    return { mean: (oneDimensional ? mean.data : mean) as T, std: (oneDimensional ? std.data : std) as T };
  }

  /** The prediction and the covariance of the rows of X (m x m), one matrix per output. */
  async predictWithCovariance<T extends Float64Array | Matrix = Float64Array>(
    X: MatrixLike,
    options: RunOptions = {},
  ): Promise<{ mean: T; covariance: Matrix[] }> {
    const matrix = this.checkX(X, 'predictWithCovariance');
    const { L, yScale, oneDimensional, XTrain } = this.learned('predictWithCovariance');
    const m = matrix.rows;
    const cross = Matrix.of(this.kernel.values(XTrain, matrix), m);
    const mean = this.mean(cross, true);
    const run = new Run(this.type, options);
    const V = Matrix.of(await solveLowerMany(L.data, XTrain.rows, cross.data, m, run), m);
    const explained = matmul(V, V, { transposeA: true }).data;
    const own = this.kernel.values(matrix);
    const covariance = Array.from(yScale, (scale) =>
      Matrix.of(
        own.map((value, at) => (value - explained[at]) * scale * scale),
        m,
      ),
    );
    return { mean: (oneDimensional ? mean.data : mean) as T, covariance };
  }

  /**
   * Functions drawn from the process, at the rows of X: m x nSamples. For one target.
   * @throws InvalidInputError for several targets.
   */
  async sampleY(
    X: MatrixLike,
    options: RunOptions & { nSamples?: number; randomState?: number | readonly number[] | null } = {},
  ): Promise<Matrix> {
    const { nSamples = 1, randomState = 0, ...rest } = options;
    const { mean, covariance } = await this.predictWithCovariance<Float64Array | Matrix>(X, rest);
    if (covariance.length > 1) {
      throw new InvalidInputError(
        `${this.type}: sampleY draws for one target. Got a model of ${covariance.length}. Fit one process per target.`,
        { estimator: this.type, parameter: 'X', remedy: 'fit one process per target' },
      );
    }
    const means = mean instanceof Matrix ? mean.data : mean;
    const m = means.length;
    const root = await rootOf(covariance[0], new Run(this.type, rest));
    const draws = RandomState.from(randomState).standardNormal(nSamples * m);
    const result = Matrix.zeros(m, nSamples);
    for (let s = 0; s < nSamples; s++) {
      for (let i = 0; i < m; i++) {
        let value = means[i];
        for (let j = 0; j <= i; j++) value += root[i * m + j] * draws[s * m + j];
        result.set(i, s, value);
      }
    }
    return result;
  }

  /** The log marginal likelihood at logarithms `theta` of the hyperparameters, or at those found. */
  async logMarginalLikelihood(theta?: ArrayLike<number>, options: RunOptions = {}): Promise<number> {
    const model = this.learned('logMarginalLikelihood');
    if (theta === undefined) return model.logMarginalLikelihoodValue;
    const { XTrain: X, yTrain, noise } = model;
    const factor = new SpdFactor(X.rows);
    try {
      const data = { X, targets: columnsOf(yTrain), noise };
      const run = new Run(this.type, options);
      return (await regressionLikelihood(this.kernel.withTheta(theta), data, factor, run)).value;
    } finally {
      factor.release();
    }
  }

  /** The kernel with the hyperparameters that were found. */
  get kernel(): Kernel {
    return kernelFrom(this.learned('kernel').kernelRecord);
  }

  /** The training rows. */
  get XTrain(): Matrix {
    return this.learned('XTrain').XTrain;
  }

  /** The training targets, n x t, scaled when normalizeY. */
  get yTrain(): Matrix {
    return this.learned('yTrain').yTrain;
  }

  /** Lower triangular factor of the covariance of the training rows. */
  get L(): Matrix {
    return this.learned('L').L;
  }

  /** Weights of the training rows in a prediction, n x t. */
  get alpha(): Matrix {
    return this.learned('alpha').dual;
  }

  /** The log marginal likelihood at the hyperparameters that were found. */
  get logMarginalLikelihoodValue(): number {
    return this.learned('logMarginalLikelihoodValue').logMarginalLikelihoodValue;
  }

  /** The prediction from covariances with the training rows: m x n, or n x m when transposed. */
  private mean(covariance: Matrix, transposed: boolean): Matrix {
    const { dual, yMean, yScale } = this.learned('predict');
    const result = matmul(covariance, dual, { transposeA: transposed });
    const t = dual.columns;
    for (let at = 0; at < result.data.length; at++) {
      result.data[at] = result.data[at] * yScale[at % t] + yMean[at % t];
    }
    return result;
  }
}

function noiseOf(alpha: number | readonly number[], n: number): Float64Array {
  if (typeof alpha === 'number') return new Float64Array(n).fill(alpha);
  if (alpha.length === n) return Float64Array.from(alpha);
  throw new InvalidParameterError(
    `GaussianProcessRegressor: parameter 'alpha' must be one number, or one for each of the ${n} rows of X. Got ${alpha.length}. Correct it.`,
    { estimator: 'GaussianProcessRegressor', parameter: 'alpha', received: `${alpha.length} values` },
  );
}

function refuseCovariance(estimator: string): never {
  throw new InvalidInputError(
    `${estimator}: the covariance of the rows is not positive definite. Got rows that are (almost) copies for this kernel, or values too large. Raise alpha, add a WhiteKernel, or scale the columns.`,
    { estimator, parameter: 'X', remedy: 'raise alpha' },
  );
}

function scaleTargets(y: Matrix, normalize: boolean) {
  const { rows: n, columns: t } = y;
  const yMean = new Float64Array(t);
  const yScale = new Float64Array(t).fill(1);
  if (!normalize) return { scaled: y.clone(), yMean, yScale };
  const scaled = y.clone();
  for (let c = 0; c < t; c++) {
    const column = y.column(c);
    yMean[c] = column.reduce((sum, value) => sum + value, 0) / n;
    const spread = Math.sqrt(column.reduce((sum, value) => sum + (value - yMean[c]) ** 2, 0) / n);
    yScale[c] = spread > 10 * Number.EPSILON * Math.abs(yMean[c]) ? spread : 1;
    for (let i = 0; i < n; i++) scaled.set(i, c, (column[i] - yMean[c]) / yScale[c]);
  }
  return { scaled, yMean, yScale };
}

function columnsOf(y: Matrix): Float64Array[] {
  return Array.from({ length: y.columns }, (_, t) => Float64Array.from(y.column(t)));
}

function fromColumns(columns: readonly Float64Array[]): Matrix {
  const result = Matrix.zeros(columns[0].length, columns.length);
  columns.forEach((column, t) => {
    for (let i = 0; i < column.length; i++) result.set(i, t, column[i]);
  });
  return result;
}

function lowerOf(values: Float64Array, n: number): Matrix {
  const result = Matrix.zeros(n, n);
  for (let i = 0; i < n; i++) result.data.set(values.subarray(i * n, i * n + i + 1), i * n);
  return result;
}

/** A root of a covariance that may be singular: a little is added to the diagonal, more if it must be. */
async function rootOf(covariance: Matrix, run: Run): Promise<Float64Array> {
  const n = covariance.rows;
  const factor = new SpdFactor(n);
  const size = covariance.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  try {
    for (let jitter = 1e-14; ; jitter *= 10) {
      factor.values.set(covariance.data);
      for (let i = 0; i < n; i++) factor.values[i * n + i] += jitter * size;
      if (await factor.factor(run)) return factor.values.slice();
      if (jitter > 1) refuseCovariance('GaussianProcessRegressor');
    }
  } finally {
    factor.release();
  }
}
