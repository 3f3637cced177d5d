import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import type { Declaration, ParamsOf } from '../../core/params.js';
import { Run, type RunOptions } from '../../core/run.js';
import { type Tags, tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { type ClassWeight, resolveClassWeight } from '../../core/weights.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { chooseKernel } from './kernel_choice.js';
import { decisionValues } from './kernel_decision.js';
import { linearCoef, type VectorModel, valuesFor, vectorsOf } from './kernel_model.js';
import { oneVersusRest, type PairwiseMachines, trainPairs, voteOfPairs } from './pairwise.js';
import type { KernelSettings } from './params.js';

/** What a kernel classifier learns. */
export interface SvcModel extends VectorModel, PairwiseMachines {
  readonly classWeight: Float64Array;
}

interface SvcSettings extends KernelSettings {
  readonly classWeight: ClassWeight | null;
  readonly decisionFunctionShape: 'ovo' | 'ovr';
  readonly breakTies: boolean;
  readonly nJobs: number | null;
}

/** Base of SVC and NuSVC: one machine per pair of classes, votes, decision values. */
export abstract class KernelClassifier<D extends Declaration> extends ClassifierBase<D, SvcModel> {
  override readonly tags: Tags;
  private readonly settings: SvcSettings;

  constructor(declaration: D, params: Partial<ParamsOf<D>>) {
    super(declaration, params);
    this.settings = this.params as unknown as SvcSettings;
    const { kernel, breakTies, decisionFunctionShape } = this.settings;
    this.tags = tags('classifier', { sampleWeight: true, pairwise: kernel === 'precomputed' });
    if (breakTies && decisionFunctionShape === 'ovo') {
      throw new InvalidParameterError(
        `${this.type}: parameter 'breakTies' needs decisionFunctionShape 'ovr'. Got 'ovo'. Set one of the two.`,
        { estimator: this.type, parameter: 'breakTies', received: 'true', remedy: "'ovr' or no breakTies" },
      );
    }
  }

  /** Upper bound of a row of weight 1, and nu of a nu-machine. */
  protected abstract machine(): { readonly C: number; readonly nu: number | null };

  protected async train(data: ClassifierData, run: Run): Promise<SvcModel> {
    const { X, codes, classes, sampleWeight } = data;
    const { shrinking, tol, cacheSize, maxIter, nJobs, classWeight } = this.settings;
    const { C, nu } = this.machine();
    const taking = codes.map((code, i) => (sampleWeight && sampleWeight[i] === 0 ? -1 : code));
    checkTwoClasses(taking, data, this.type);
    const { source, gamma } = await chooseKernel(X, this.settings, this.type);
    const bounds = new Float64Array(X.rows).fill(C);
    if (sampleWeight) for (let i = 0; i < bounds.length; i++) bounds[i] *= sampleWeight[i];
    const options = { shrinking, tol, cacheSize, maxIter };
    const shared = { source, bounds, nu, options, estimator: this.type };
    const machines = await trainPairs(taking, classes.length, shared, nJobs, run);
    if (!machines.converged) warnUnconverged(maxIter, this.type);
    return {
      ...machines,
      ...vectorsOf(X, machines.support, this.settings, gamma),
      classWeight: resolveClassWeight(classWeight, classes, codes, this.type),
    };
  }

  protected async predictCodes(X: Matrix, run: Run): Promise<Int32Array> {
    const k = this.classes.length;
    const decisions = await this.pairValues(X, 'predict', run);
    if (k === 2) return Int32Array.from(decisions.data, (value) => (value < 0 ? 0 : 1));
    return this.settings.breakTies ? argmaxRows(oneVersusRest(decisions, k)) : voteOfPairs(decisions, k);
  }

  /**
   * Decision values: n for two classes (positive: the second), else n x k, or with decisionFunctionShape 'ovo'
   * n x k (k - 1) / 2, one column per pair (positive: the first of the pair).
   */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'decisionFunction');
    const decisions = await this.pairValues(matrix, 'decisionFunction', new Run(this.type, options));
    const k = this.classes.length;
    if (k === 2) return decisions.data;
    return this.settings.decisionFunctionShape === 'ovr' ? oneVersusRest(decisions, k) : decisions;
  }

  private async pairValues(X: Matrix, member: string, run: Run): Promise<Matrix> {
    const model = this.learned(member);
    return decisionValues(model, await valuesFor(X, model, this.settings, this.type), run);
  }

  /** Rows of the training data that are support vectors: class by class, ascending in each. */
  get support(): Int32Array {
    return this.learned('support').support;
  }

  /** The support vectors, nSV x d; without rows for a precomputed kernel. */
  get supportVectors(): Matrix {
    return this.learned('supportVectors').supportVectors;
  }

  /** Support vectors of each class. */
  get nSupport(): Int32Array {
    return this.learned('nSupport').nSupport;
  }

  /** Coefficients of the support vectors, (k - 1) x nSV: row j - 1 (or j) against class j behind (or before). */
  get dualCoef(): Matrix {
    return this.learned('dualCoef').dualCoef;
  }

  /** One intercept per pair of classes. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /**
   * Weights of the columns, one row per pair of classes; for kernel 'linear' only.
   * @throws InvalidParameterError for other kernels.
   */
  get coef(): Matrix {
    return linearCoef(this.learned('coef'), this.settings.kernel, this.type);
  }

  /** Iterations of the solver for each pair of classes. */
  get nIter(): Int32Array {
    return this.learned('nIter').nIter;
  }

  /** 0 when every machine converged, else 1. */
  get fitStatus(): number {
    return this.learned('fitStatus').converged ? 0 : 1;
  }

  /** Weight of each class. */
  get classWeight(): Float64Array {
    return this.learned('classWeight').classWeight;
  }

  /** Rows and columns of the training data. */
  get shapeFit(): readonly [number, number] {
    return this.learned('shapeFit').shapeFit;
  }
}

/** Warns that the solver ran out of iterations. */
export function warnUnconverged(maxIter: number, estimator: string): void {
  warn(
    new ConvergenceWarning(
      `the solver stopped after maxIter ${maxIter} iterations. Scale the columns (StandardScaler) or raise maxIter.`,
      estimator,
    ),
  );
}

function checkTwoClasses(taking: Int32Array, { classes }: ClassifierData, estimator: string): void {
  const present = new Set(taking);
  present.delete(-1);
  if (present.size >= 2) return;
  const only = classes[[...present][0] ?? 0];
  throw new InvalidInputError(
    `${estimator}: y must hold at least two classes with positive weight. Got only class ${JSON.stringify(only)}. Add rows of another class, or use OneClassSVM.`,
    { estimator, parameter: 'y', remedy: 'add rows of another class' },
  );
}
