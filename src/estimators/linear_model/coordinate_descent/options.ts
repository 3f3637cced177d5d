import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { bool, custom, int, oneOf, type ParamSpec, real, seed } from '../../../core/params.js';

/** Whether X'X is computed first: when there are more rows than columns ('auto'), always, never, or given. */
export type Precompute = boolean | 'auto' | readonly (readonly number[])[] | Matrix;

const squareRows = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((row) => Array.isArray(row) && row.length === value.length && row.every(Number.isFinite));

/** The `precompute` parameter; `auto` where 'auto' is offered. */
export function precomputeParam(auto: boolean): ParamSpec<Precompute> {
  return custom<Precompute>(auto ? 'auto' : false, {
    doc: "Work on X'X instead of X: true, false, 'auto' (when there are more rows than columns), or the matrix itself (of X as it is fitted: centred, and times the roots of the weights).",
    expected: "true, false, 'auto', or a square matrix",
    accepts: (value) =>
      typeof value === 'boolean' ||
      value === 'auto' ||
      (value instanceof Matrix && value.rows === value.columns && value.data.every(Number.isFinite)) ||
      squareRows(value),
    invalid: ['yes', 3, null, [[1, 2]]],
  });
}

/** Parameters that every elastic net shares. */
export const descentSpecs = {
  fitIntercept: bool(true, { doc: 'Learn an intercept, which is not penalised.' }),
  maxIter: int(1000, { min: 1, doc: 'Most sweeps over the columns.' }),
  tol: real(1e-4, {
    min: 0,
    doc: 'Stop when no coefficient moved by more than this share of the largest, and the duality gap is at most this share of |y|^2.',
  }),
  positive: bool(false, { doc: 'Allow only coefficients >= 0.' }),
  randomState: seed(),
  selection: oneOf(['cyclic', 'random'], 'cyclic', {
    doc: "The order of the columns: in turn, or drawn ('random' may need fewer sweeps with a loose tol).",
  }),
};

/** The values of these parameters that the solver reads. */
export interface DescentParams {
  readonly maxIter: number;
  readonly tol: number;
  readonly positive: boolean;
  readonly randomState: number | readonly number[] | null;
  readonly selection: 'cyclic' | 'random';
}

/** A given X'X as a matrix. @throws InvalidParameterError when it is not d x d. */
export function givenGram(precompute: Precompute, d: number, estimator: string): Matrix | undefined {
  if (typeof precompute === 'boolean' || precompute === 'auto') return undefined;
  const gram = precompute instanceof Matrix ? precompute : Matrix.from2DArray(precompute);
  if (gram.columns === d) return gram;
  throw new InvalidParameterError(
    `${estimator}: parameter 'precompute' must be ${d} x ${d}, as X has ${d} columns. Got ${gram.rows} x ${gram.columns}. Pass X'X, or 'auto'.`,
    { estimator, parameter: 'precompute', received: `${gram.rows} x ${gram.columns}` },
  );
}
