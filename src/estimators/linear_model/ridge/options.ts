import { InvalidParameterError } from '../../../core/errors.js';
import { bool, custom, int, nullable, oneOf, type ParamSpec, real, seed } from '../../../core/params.js';

/** The penalty: one number, or one for each target. */
export function penalty(): ParamSpec<number | readonly number[]> {
  const accepts = (v: unknown): boolean => typeof v === 'number' && v >= 0 && Number.isFinite(v);
  return custom<number | readonly number[]>(1, {
    doc: 'Strength of the l2 penalty: one value, or one per target.',
    expected: 'a number >= 0, or an array of such numbers',
    accepts: (value) => (Array.isArray(value) ? value.length > 0 && value.every(accepts) : accepts(value)),
    invalid: [-1, 'none', {}, [-1], []],
  });
}

/** Parameters of ridge regression and of the classifier made of it. */
export const ridgeSpecs = {
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  maxIter: nullable(
    int(1000, {
      min: 1,
      doc: "Most iterations of the iterative solvers; null for 2 d ('lsqr'), 10 d ('sparse_cg') 1000 ('sag', 'saga') and 15000 ('lbfgs').",
    }),
  ),
  tol: real(1e-4, {
    min: 0,
    doc: "Precision of the iterative solvers: of the gradient ('sparse_cg', 'lbfgs'), of residual and gradient ('lsqr'), of a step ('sag', 'saga').",
  }),
  solver: oneOf(['auto', 'svd', 'cholesky', 'lsqr', 'sparse_cg', 'sag', 'saga', 'lbfgs'], 'auto', {
    doc: "'auto' is 'cholesky', or 'svd' where that is too ill-conditioned; 'lsqr' and 'sparse_cg' for very many columns; 'sag' and 'saga' for very many rows of scaled columns; 'lbfgs' only with positive.",
  }),
  positive: bool(false, {
    doc: "Allow only coefficients >= 0; needs solver 'auto' (exact) or 'lbfgs' (for many columns).",
  }),
  randomState: seed(),
};

/** The values of these parameters. */
export interface RidgeParams {
  readonly alpha: number | readonly number[];
  readonly fitIntercept: boolean;
  readonly maxIter: number | null;
  readonly tol: number;
  readonly solver: (typeof ridgeSpecs)['solver']['default'];
  readonly positive: boolean;
  readonly randomState: number | readonly number[] | null;
}

/** One penalty per target. @throws InvalidParameterError for another number of them. */
export function penaltiesOf(
  alpha: number | readonly number[],
  targets: number,
  estimator: string,
): readonly number[] {
  if (typeof alpha === 'number') return new Array<number>(targets).fill(alpha);
  if (alpha.length === targets) return alpha;
  throw new InvalidParameterError(
    `${estimator}: parameter 'alpha' must be one number, or one for each of the ${targets} targets. Got ${alpha.length}. Correct it.`,
    { estimator, parameter: 'alpha', received: `${alpha.length} values` },
  );
}
