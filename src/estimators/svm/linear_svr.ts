import { InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { declare, oneOf, type ParamsOf, real } from '../../core/params.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import { tags } from '../../core/tags.js';
import { solveSquaredPrimal } from '../../kernels/linear_svm.js';
import { solveDual } from '../../kernels/linear_svm_dual.js';
import { RegressorBase, type RegressorData } from '../base/index.js';
import { linearScores } from '../linear_model/linear_scores.js';
import { linearParams } from './linear_params.js';
import { warnUnconverged } from './linear_svc.js';
import { takingRows } from './single_training.js';

const declaration = declare('LinearSVR', {
  epsilon: real(0, { min: 0, doc: 'Half the width of the tube within which errors count nothing.' }),
  loss: oneOf(['epsilon_insensitive', 'squared_epsilon_insensitive'], 'epsilon_insensitive', {
    doc: 'How errors beyond the tube count.',
  }),
  ...linearParams,
});

interface LinearSvrModel {
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly nIter: number;
}

/**
 * Linear support vector regression for many rows: errors within epsilon count nothing. Scale the columns first. O(n d)
 * per iteration.
 * Reference: Ho, Lin, JMLR 13 (2012); LIBLINEAR; scikit-learn LinearSVR.
 *
 * @example
 * ```ts
 * const svr = await new LinearSVR({ C: 100, maxIter: 10000, randomState: 0 }).fit([[0], [1], [2]], [1, 3, 5]);
 * await svr.predict([[1.5]]); // about 4
 * ```
 */
export class LinearSVR extends RegressorBase<typeof declaration, LinearSvrModel> {
  static readonly declaration = declaration;
  override readonly tags = tags('regressor', { sampleWeight: true });

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
    const { loss, dual } = this.params;
    if (loss === 'epsilon_insensitive' && dual === false) {
      throw new InvalidParameterError(
        "LinearSVR: parameter 'dual' must not be false with loss 'epsilon_insensitive'. Got false. Use dual: 'auto' or the squared loss.",
        { estimator: 'LinearSVR', parameter: 'dual', received: 'false', remedy: "dual: 'auto'" },
      );
    }
  }

  protected async train({ X: all, y, sampleWeight }: RegressorData, run: Run): Promise<LinearSvrModel> {
    const { epsilon, loss, dual, tol, C, fitIntercept, interceptScaling, randomState, maxIter } = this.params;
    await run.step(0, 1, 'problem');
    const { rows, weights } = takingRows(all.rows, sampleWeight);
    const X = rows ? all.takeRows(rows) : all;
    const problem = {
      X,
      bias: fitIntercept ? interceptScaling : 0,
      y: rows ? Float64Array.from(rows, (i) => y.data[i]) : y.data,
      C: weights.map((weight) => weight * C),
      tube: epsilon,
      tol,
      maxIter,
    };
    const squared = loss === 'squared_epsilon_insensitive';
    const inDual = !squared || (dual === 'auto' ? X.rows < X.columns : dual);
    const seed = RandomState.from(randomState).randint(1, 2 ** 31 - 1);
    const { w, iterations, converged } = inDual
      ? await solveDual(problem, squared, seed, run)
      : await solveSquaredPrimal(problem, run);
    if (!w.every(Number.isFinite)) {
      throw new InvalidInputError(
        'LinearSVR: the values of X or y are too large or too small for the solver. Got weights that are not finite. Scale the columns (StandardScaler).',
        { estimator: 'LinearSVR', parameter: 'X', remedy: 'scale the columns' },
      );
    }
    if (!converged) warnUnconverged(maxIter, this.type);
    const d = X.columns;
    return {
      coef: w.slice(0, d),
      intercept: Float64Array.of(fitIntercept ? w[d] * interceptScaling : 0),
      nIter: iterations,
    };
  }

  protected async predictValues(X: Matrix, _run: Run): Promise<Matrix> {
    const { coef, intercept } = this.learned('predict');
    return linearScores(X, Matrix.of(coef, coef.length), intercept);
  }

  /** Weights of the columns. */
  get coef(): Float64Array {
    return this.learned('coef').coef;
  }

  /** The intercept, one value. */
  get intercept(): Float64Array {
    return this.learned('intercept').intercept;
  }

  /** Iterations of the solver. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}
