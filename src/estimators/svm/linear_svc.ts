import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { MatrixLike } from '../../core/input.js';
import type { Labels } from '../../core/labels.js';
import { Matrix } from '../../core/matrix.js';
import { declare, oneOf, type ParamsOf } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import { type FitOptions, Run, type RunOptions } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { classWeightParam, resolveClassWeight } from '../../core/weights.js';
import { type LinearSolution, solveSquaredPrimal } from '../../kernels/linear_svm.js';
import { solveCrammer, solveDual, solveL1 } from '../../kernels/linear_svm_dual.js';
import { argmaxRows, ClassifierBase, type ClassifierData } from '../base/index.js';
import { linearScores } from '../linear_model/linear_scores.js';
import { linearParams } from './linear_params.js';
import { takingRows } from './single_training.js';

const declaration = declare('LinearSVC', {
  penalty: oneOf(['l1', 'l2'], 'l2', { doc: "'l2', or 'l1' for weights many of which are 0." }),
  loss: oneOf(['hinge', 'squared_hinge'], 'squared_hinge', { doc: 'How errors count.' }),
  ...linearParams,
  multiClass: oneOf(['ovr', 'crammer_singer'], 'ovr', {
    doc: "Several classes: each against the rest, or one problem for all (then penalty, loss and dual don't matter).",
  }),
  classWeight: classWeightParam(),
});

interface WeighedData extends ClassifierData {
  /** Weight of each class, which `sampleWeight` holds already. */
  readonly ofClass: Float64Array;
}

interface LinearSvcModel {
  /** 1 x d for two classes, else k x d. */
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly nIter: number;
}

/**
 * Linear support vector classification for many rows: each class against the rest, solved in the primal by Newton's
 * method or in the dual row by row. Scale the columns first. O(n d k) per iteration.
 * Reference: Fan, Chang, Hsieh, Wang, Lin, LIBLINEAR (2008); scikit-learn LinearSVC.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const svc = await new LinearSVC().fit(data, target);
 * await svc.score(data, target); // 0.967
 * ```
 */
export class LinearSVC extends ClassifierBase<typeof declaration, LinearSvcModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('classifier', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { penalty, loss, dual, multiClass } = this.params;
    const impossible =
      (penalty === 'l1' && (loss === 'hinge' || dual === true)) || (loss === 'hinge' && dual === false);
    if (multiClass === 'ovr' && impossible) {
      throw new InvalidParameterError(
        `LinearSVC: parameter 'penalty' or 'loss' does not go with the others. Got penalty '${penalty}', loss '${loss}', dual ${dual}. Use l1 with squared_hinge and dual false, hinge with dual true.`,
        { estimator: 'LinearSVC', parameter: 'loss', received: loss, remedy: "dual: 'auto'" },
      );
    }
  }

  protected override checkTrainingData(X: MatrixLike, y: Labels, options: FitOptions): WeighedData {
    const data = super.checkTrainingData(X, y, options);
    const given = this.checkWeights(options, data.X.rows);
    const { codes, classes } = data;
    return {
      ...data,
      ofClass: resolveClassWeight(this.params.classWeight, classes, codes, this.type, given),
    };
  }

  protected async train(data: WeighedData, run: Run): Promise<LinearSvcModel> {
    const { fitIntercept, interceptScaling, C, tol, maxIter, randomState, multiClass } = this.params;
    const k = data.classes.length;
    const { rows, weights } = takingRows(data.X.rows, data.sampleWeight);
    const X = rows ? data.X.takeRows(rows) : data.X;
    const codes = rows ? Int32Array.from(rows, (i) => data.codes[i]) : data.codes;
    checkTwoClasses(codes, data);
    const shared = {
      X,
      bias: fitIntercept ? interceptScaling : 0,
      C: weights.map((weight) => weight * C),
      tol,
      maxIter,
    };
    const seed = RandomState.from(randomState).randint(1, 2 ** 31 - 1);
    if (multiClass === 'crammer_singer') {
      await run.step(0, 1, 'problem');
      const solution = await solveCrammer({ ...shared, codes, k }, seed, run);
      return this.finish([solution], k === 2 ? pairOf(solution.w) : solution.w, X.columns);
    }
    const solutions: LinearSolution[] = [];
    const positives = k === 2 ? [1] : Array.from({ length: k }, (_, c) => c);
    for (const positive of positives) {
      await run.step(solutions.length, positives.length, 'class');
      const y = Float64Array.from(codes, (code) => (code === positive ? 1 : -1));
      // Of several classes only the one that is told from the rest has its weight, as in LIBLINEAR.
      const plain = (value: number, i: number): number =>
        k > 2 && y[i] < 0 ? value / data.ofClass[codes[i]] : value;
      solutions.push(await this.solve({ ...shared, C: shared.C.map(plain), y, tube: null }, seed, run));
    }
    const all = new Float64Array(solutions.length * solutions[0].w.length);
    solutions.forEach(({ w }, c) => {
      all.set(w, c * w.length);
    });
    return this.finish(solutions, all, X.columns);
  }

  private solve(
    problem: Parameters<typeof solveSquaredPrimal>[0],
    seed: number,
    run: Run,
  ): Promise<LinearSolution> {
    const { penalty, loss, dual, tol } = this.params;
    const n = problem.X.rows;
    // The bound on the gradient is relative to the smaller class, as in LIBLINEAR.
    const positive = problem.y.reduce((count, label) => count + (label > 0 ? 1 : 0), 0);
    const share = Math.max(Math.min(positive, n - positive), 1) / n;
    if (penalty === 'l1') return solveL1({ ...problem, tol: tol * share }, seed, run);
    const inDual = loss === 'hinge' || (dual === 'auto' ? n < problem.X.columns : dual);
    if (inDual) return solveDual(problem, loss === 'squared_hinge', seed, run);
    return solveSquaredPrimal({ ...problem, tol: tol * share }, run);
  }

  /** Weights as columns and intercepts. */
  private finish(solutions: readonly LinearSolution[], w: Float64Array, d: number): LinearSvcModel {
    const { fitIntercept, interceptScaling, maxIter } = this.params;
    const width = d + (fitIntercept ? 1 : 0);
    const outputs = w.length / width;
    const coef = Matrix.zeros(outputs, d);
    const intercept = new Float64Array(outputs);
    for (let c = 0; c < outputs; c++) {
      coef.data.set(w.subarray(c * width, c * width + d), c * d);
      if (fitIntercept) intercept[c] = w[c * width + d] * interceptScaling;
    }
    if (!w.every(Number.isFinite)) {
      throw new InvalidInputError(
        'LinearSVC: the values of X are too large or too small for the solver. Got weights that are not finite. Scale the columns (StandardScaler).',
        { estimator: 'LinearSVC', parameter: 'X', remedy: 'scale the columns' },
      );
    }
    if (solutions.some(({ converged }) => !converged)) warnUnconverged(maxIter, 'LinearSVC');
    return { coef, intercept, nIter: Math.max(...solutions.map(({ iterations }) => iterations)) };
  }

  protected async predictCodes(X: Matrix, _run: Run): Promise<Int32Array> {
    const scores = this.scores(X, 'predict');
    if (scores.columns > 1) return argmaxRows(scores);
    return Int32Array.from(scores.data, (score) => (score > 0 ? 1 : 0));
  }

  /** Decision values: n for two classes (positive: the second), else n x k. */
  async decisionFunction(X: MatrixLike, options: RunOptions = {}): Promise<Float64Array | Matrix> {
    const matrix = this.checkX(X, 'decisionFunction');
    await new Run(this.type, options).breathe();
    const scores = this.scores(matrix, 'decisionFunction');
    return scores.columns === 1 ? scores.data : scores;
  }

  /** Weights of the columns: 1 x d for two classes, else k x d. */
  get coef(): Matrix {
    return this.learned('coef').coef;
  }

  /** Intercepts: one for two classes, else k. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /** Most iterations of the solver over the classes. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }

  private scores(X: Matrix, member: string): Matrix {
    const { coef, intercept } = this.learned(member);
    return linearScores(X, coef, intercept);
  }
}

/** Of two classes the difference of their weights. */
function pairOf(w: Float64Array): Float64Array {
  const width = w.length / 2;
  return Float64Array.from({ length: width }, (_, j) => w[width + j] - w[j]);
}

/** Warns that a linear solver ran out of iterations. */
export function warnUnconverged(maxIter: number, estimator: string): void {
  warn(
    new ConvergenceWarning(
      `the solver did not converge in maxIter ${maxIter} iterations. Scale the columns (StandardScaler) or raise maxIter.`,
      estimator,
    ),
  );
}

function checkTwoClasses(codes: Int32Array, { classes }: ClassifierData): void {
  if (codes.some((code) => code !== codes[0])) return;
  throw new InvalidInputError(
    `LinearSVC: y must hold at least two classes with positive weight. Got only class ${JSON.stringify(classes[codes[0]])}. Add rows of another class.`,
    { estimator: 'LinearSVC', parameter: 'y', remedy: 'add rows of another class' },
  );
}
