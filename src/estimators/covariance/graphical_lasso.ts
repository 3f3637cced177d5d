import { inputError } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { bool, custom, declare, int, nullable, oneOf, type ParamsOf, real } from '../../core/params.js';
import type { Run } from '../../core/run.js';
import { CovarianceBase, type CovarianceModel } from './covariance_base.js';
import { centredRows, secondMoments } from './estimates.js';
import { type GraphicalSolution, solveGraphical } from './graphical_descent.js';

/** Parameters of both graphical lassos. */
export const graphicalSpecs = {
  tol: real(1e-4, { min: 0, exclusiveMin: true, doc: 'Dual gap at which it is solved.' }),
  enetTol: real(1e-4, { min: 0, exclusiveMin: true, doc: 'Tolerance of the lasso of each column.' }),
  maxIter: int(100, { min: 1, doc: 'Most iterations over all columns.' }),
  eps: custom<number>(Number.EPSILON, {
    doc: 'What 1000 times is added to diagonals that divide; raise it for ill-conditioned covariances.',
    expected: 'a number >= 0',
    accepts: (value) => typeof value === 'number' && value >= 0 && Number.isFinite(value),
    invalid: [-1, 'small', null],
  }),
  assumeCentered: bool(false, { doc: 'Take the columns as centred: their means are not subtracted.' }),
};

const declaration = declare('GraphicalLasso', {
  alpha: real(0.01, { min: 0, doc: 'Penalty: the greater, the more zeros the inverse has.' }),
  covariance: nullable(oneOf(['precomputed'], 'precomputed', { doc: 'X is the covariance itself.' })),
  ...graphicalSpecs,
});

/** What a graphical lasso learns. */
export interface GraphicalModel extends CovarianceModel {
  readonly costs: GraphicalSolution['costs'];
  readonly nIter: number;
}

/**
 * A covariance whose inverse has zeros: columns without an edge between them are independent given all others. For
 * finding which quantities are linked directly; scale the columns first. O(d^3) per iteration.
 * Reference: Friedman, Hastie & Tibshirani, Biostatistics 9 (2008) 432; scikit-learn GraphicalLasso.
 *
 * @throws InvalidInputError when the covariance is too ill-conditioned for this alpha.
 * @example
 * ```ts
 * const { data } = await loadIris();
 * const X = await new StandardScaler().fitTransform(data);
 * const graph = await new GraphicalLasso({ alpha: 0.2 }).fit(X);
 * graph.precision.get(0, 1); // 0: sepal length and width are not linked directly
 * ```
 */
export class GraphicalLasso extends CovarianceBase<typeof declaration, GraphicalModel> {
  static readonly declaration = declaration;

  constructor(params: Partial<ParamsOf<typeof declaration>> = {}) {
    super(declaration, params);
  }

  protected async train(X: Matrix, run: Run): Promise<GraphicalModel> {
    const { alpha, covariance, assumeCentered } = this.params;
    checkGraphicalData(X, this.type);
    if (covariance === 'precomputed') {
      if (X.rows !== X.columns) {
        throw inputError(
          this.type,
          'X',
          "must be square with covariance 'precomputed'",
          X.toString(),
          'Mend it.',
        );
      }
      return graphicalModel(new Float64Array(X.columns), await solveGraphical(X, alpha, X, this.params, run));
    }
    const { Z, location } = centredRows(X, assumeCentered);
    const S = secondMoments(Z);
    return graphicalModel(location, await solveGraphical(S, alpha, S, this.params, run));
  }

  /** Inverse of the covariance, with its zeros: d x d. */
  override get precision(): Matrix {
    return this.getPrecision();
  }

  /** Objective and dual gap after each iteration. */
  get costs(): GraphicalSolution['costs'] {
    return this.learned('costs').costs;
  }

  /** Iterations over all columns. */
  get nIter(): number {
    return this.learned('nIter').nIter;
  }
}

/** The model of a solution. */
export function graphicalModel(
  location: Float64Array,
  { covariance, precision, costs, nIter }: GraphicalSolution,
): GraphicalModel {
  return { location, covariance, precision, costs, nIter };
}

/** @throws InvalidInputError for fewer than two columns or rows. */
export function checkGraphicalData(X: Matrix, source: string): void {
  if (X.columns >= 2 && X.rows >= 2) return;
  throw inputError(
    source,
    'X',
    'must have at least two rows and two columns',
    X.toString(),
    'Pass more data.',
  );
}
