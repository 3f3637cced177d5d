import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { featureInfo } from '../../core/features.js';
import { asMatrix, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, real, seed } from '../../core/params.js';
import type { Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import { type FitOptions, Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, DataWarning, warn } from '../../core/warnings.js';
import { matmul } from '../../kernels/gemm.js';
import { TransformerBase, type TransformerData } from '../base/index.js';
import { prefixedNames } from './names.js';
import { initialFactors, meanOf } from './nmf_init.js';
import { reconstructionError } from './nmf_loss.js';
import {
  type NmfProblem,
  type NmfSolution,
  type Penalties,
  solveByCoordinates,
  solveByMultiplication,
} from './nmf_solvers.js';
import { checkWidth } from './pca.js';

const LOSSES = { frobenius: 2, 'kullback-leibler': 1, 'itakura-saito': 0 } as const;
type Loss = keyof typeof LOSSES | number;

const declaration = declare('NMF', {
  nComponents: custom<number | 'auto' | null>('auto', {
    doc: "How many components; 'auto' and null for as many as columns.",
    expected: "an integer >= 1, 'auto', or null",
    accepts: (value) =>
      value === null || value === 'auto' || (Number.isSafeInteger(value) && (value as number) >= 1),
    invalid: [0, 1.5, 'few'],
  }),
  init: nullable(
    oneOf(['random', 'nndsvd', 'nndsvda', 'nndsvdar'], 'nndsvda', {
      doc: "How to start; null takes 'nndsvda' where there are enough rows and columns, else 'random'.",
    }),
  ),
  solver: oneOf(['cd', 'mu'], 'cd', {
    doc: 'Coordinate descent, or multiplicative updates for other losses.',
  }),
  betaLoss: custom<Loss>('frobenius', {
    doc: 'The loss by name, or the beta of a beta divergence.',
    expected: "'frobenius', 'kullback-leibler', 'itakura-saito', or a number",
    accepts: (value) =>
      typeof value === 'number' ? Number.isFinite(value) : Object.hasOwn(LOSSES, String(value)),
    invalid: ['squared', null, Number.NaN],
  }),
  tol: real(1e-4, { min: 0, doc: 'Relative change that counts as converged; 0 runs all iterations.' }),
  maxIter: int(200, { min: 1, doc: 'Most iterations.' }),
  randomState: seed(),
  alphaW: real(0, { min: 0, doc: 'Penalty of W, times the columns.' }),
  alphaH: custom<number | 'same'>('same', {
    doc: "Penalty of H, times the rows; 'same' takes alphaW.",
    expected: "a number >= 0, or 'same'",
    accepts: (value) => value === 'same' || (typeof value === 'number' && value >= 0 && value < Infinity),
    invalid: [-1, 'equal', null],
  }),
  l1Ratio: real(0, {
    min: 0,
    max: 1,
    doc: 'Share of the penalty that is on absolute values, the rest on squares.',
  }),
  shuffle: bool(false, { doc: 'Draw the order of coordinates anew in each pass of coordinate descent.' }),
});

interface NMFModel {
  readonly components: Matrix;
  readonly reconstructionErr: number;
  readonly nIter: number;
}

/**
 * Non-negative matrix factorisation: rows are sums of a few parts, nothing is subtracted. Use it for counts, spectra
 * and images. O(n d k) per iteration.
 * Reference: Lee, Seung (2001); Cichocki, Phan (2009); Fevotte, Idier (2011); scikit-learn NMF.
 *
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const nmf = new NMF({ nComponents: 2, randomState: 0 });
 * (await nmf.fitTransform(data)).columns; // 2
 * ```
 */
export class NMF extends TransformerBase<typeof declaration, NMFModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('transformer', { positiveOnly: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train({ X }: TransformerData, run: Run): Promise<NMFModel> {
    return (await this.factorise(X, run)).model;
  }

  /** Learns the parts and gives the weights of the rows that were learned with them, as scikit-learn does. */
  override async fitTransform(X: MatrixLike, _y?: Target, options: FitOptions = {}): Promise<Matrix> {
    const run = new Run(this.type, options);
    const matrix = this.checkFitX(X);
    this.checkWeights(options, matrix.rows);
    const { model, W } = await this.factorise(matrix, run);
    this.setFitted({ ...featureInfo(matrix), model });
    return matrix.columnNames ? W.withColumnNames(this.featureNamesOut([], model)) : W;
  }

  protected async transformMatrix(X: Matrix, { components: H }: NMFModel, run: Run): Promise<Matrix> {
    this.checkPositiveValues(X);
    const k = H.rows;
    const W = Matrix.zeros(X.rows, k);
    if (this.params.solver === 'mu') W.data.fill(Math.sqrt(meanOf(X.data) / k));
    return (await this.solve(X, { W, H }, false, run)).W;
  }

  /** W H for weights W (n x k). */
  async inverseTransform(X: MatrixLike): Promise<Matrix> {
    const { components } = this.learned('inverseTransform');
    const W = asMatrix(X, { estimator: this.type });
    checkWidth(this.type, W, components.rows);
    return matmul(W, components);
  }

  protected override featureNamesOut(_input: readonly string[], model: NMFModel): string[] {
    return prefixedNames(this.type, model.components.rows);
  }

  /** The parts: k x d. */
  get components(): Matrix {
    return this.learned('components').components;
  }

  /** Number of components. */
  get nComponents(): number {
    return this.learned('nComponents').components.rows;
  }

  /** Root of twice the loss on the data of fit. */
  get reconstructionErr(): number {
    return this.learned('reconstructionErr').reconstructionErr;
  }

  /** Number of iterations. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  private get beta(): number {
    const { betaLoss } = this.params;
    return typeof betaLoss === 'number' ? betaLoss : LOSSES[betaLoss];
  }

  private async factorise(X: Matrix, run: Run): Promise<{ model: NMFModel; W: Matrix }> {
    const { nComponents, solver, init, randomState, maxIter } = this.params;
    if (solver === 'cd' && this.beta !== 2) {
      throw new InvalidParameterError(
        `${this.type}: solver 'cd' minimises betaLoss 'frobenius' only. Got ${String(this.params.betaLoss)}. Use solver 'mu'.`,
        { estimator: this.type, parameter: 'solver', received: 'cd', remedy: "use 'mu'" },
      );
    }
    if (solver === 'mu' && init === 'nndsvd') {
      warn(
        new DataWarning("Multiplicative updates keep the zeros of init 'nndsvd': use 'nndsvda'.", this.type),
      );
    }
    if (this.beta <= 0 && X.data.some((x) => x === 0)) {
      throw new InvalidInputError(
        `${this.type}: X holds zeros, for which this betaLoss is infinite. Add a small number to X.`,
        { estimator: this.type, parameter: 'X', remedy: 'add a small number' },
      );
    }
    const k = typeof nComponents === 'number' ? nComponents : X.columns;
    const start = await initialFactors(X, k, init, randomState, run);
    const found = await this.solve(X, start, true, run);
    if (!found.converged) {
      warn(
        new ConvergenceWarning(`No convergence in ${maxIter} iterations. Raise maxIter or tol.`, this.type),
      );
    }
    const reconstructionErr = reconstructionError(X, found, this.beta);
    return { model: { components: found.H, reconstructionErr, nIter: found.nIter }, W: found.W };
  }

  private solve(X: Matrix, start: NmfProblem['start'], updateH: boolean, run: Run): Promise<NmfSolution> {
    const { tol, maxIter, shuffle, randomState, solver } = this.params;
    const random = shuffle ? RandomState.from(randomState) : undefined;
    const problem = {
      X,
      start,
      beta: this.beta,
      tol,
      maxIter,
      penalties: this.penalties(X),
      updateH,
      random,
    };
    return solver === 'cd' ? solveByCoordinates(problem, run) : solveByMultiplication(problem, run);
  }

  private penalties(X: Matrix): Penalties {
    const { alphaW, alphaH, l1Ratio } = this.params;
    const w = X.columns * alphaW;
    const h = X.rows * (alphaH === 'same' ? alphaW : alphaH);
    return { l1W: w * l1Ratio, l2W: w * (1 - l1Ratio), l1H: h * l1Ratio, l2H: h * (1 - l1Ratio) };
  }

  private checkPositiveValues(X: Matrix): void {
    this.checkFitX(X);
  }
}
