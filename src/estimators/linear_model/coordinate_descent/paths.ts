import { asMatrix, checkTargets, inputError, type MatrixLike, type Targets } from '../../../core/input.js';
import { Matrix } from '../../../core/matrix.js';
import { custom, declare, nullable, type ParamSpec, real, resolveParams } from '../../../core/params.js';
import { Run, type RunOptions } from '../../../core/run.js';
import { alphaGrid } from './alpha_grid.js';
import { descentSpecs, type Precompute, precomputeParam } from './options.js';
import { descendPath } from './path.js';
import { prepareDescent } from './problem.js';

/** The number of penalties, or the penalties. */
export function alphasParam(): ParamSpec<number | readonly number[]> {
  return custom<number | readonly number[]>(100, {
    doc: 'Number of penalties, chosen from the data, or the penalties themselves.',
    expected: 'an integer >= 1, or a list of numbers >= 0',
    accepts: (value) =>
      Array.isArray(value)
        ? value.length > 0 && value.every((alpha) => Number.isFinite(alpha) && alpha >= 0)
        : Number.isInteger(value) && (value as number) >= 1,
    invalid: [0, 1.5, [], [-1], 'auto', null],
  });
}

export const epsParam = (): ParamSpec<number> =>
  real(1e-3, { min: 0, exclusiveMin: true, doc: 'Least penalty relative to the largest.' });

const { fitIntercept: _intercept, ...solverSpecs } = descentSpecs;

const pathSpecs = {
  eps: epsParam(),
  alphas: alphasParam(),
  precompute: precomputeParam(true),
  coefInit: nullable(
    custom<readonly number[] | Float64Array>([], {
      doc: 'Coefficients to begin with; null for zeros.',
      expected: 'an array of numbers',
      accepts: (value) =>
        (Array.isArray(value) || value instanceof Float64Array) && Array.from(value).every(Number.isFinite),
      invalid: ['zeros', [Number.NaN]],
    }),
  ),
  ...solverSpecs,
};
const lassoDeclaration = declare('lassoPath', pathSpecs);
const enetDeclaration = declare('enetPath', {
  l1Ratio: real(0.5, { min: 0, max: 1, doc: 'Share of the l1 penalty.' }),
  ...pathSpecs,
});

/** Options of lassoPath. */
export interface LassoPathOptions extends RunOptions {
  /** Least penalty relative to the largest; default 1e-3. */
  readonly eps?: number;
  /** Number of penalties, or the penalties; default 100. */
  readonly alphas?: number | readonly number[];
  /** Whether X'X is worked on; default 'auto': when there are more rows than columns. */
  readonly precompute?: Precompute;
  /** Coefficients to begin with; default zeros. */
  readonly coefInit?: readonly number[] | Float64Array | null;
  /** Only coefficients >= 0; default false. */
  readonly positive?: boolean;
  /** Bound of the duality gap relative to |y|^2; default 1e-4. */
  readonly tol?: number;
  /** Most sweeps per penalty; default 1000. */
  readonly maxIter?: number;
  /** Order of the columns; default 'cyclic'. */
  readonly selection?: 'cyclic' | 'random';
  /** Seed of a random order. */
  readonly randomState?: number | readonly number[] | null;
}

/** Options of enetPath. */
export interface EnetPathOptions extends LassoPathOptions {
  /** Share of the l1 penalty; default 0.5. */
  readonly l1Ratio?: number;
}

/** The solutions for each penalty. */
export interface CoefficientPath {
  /** Penalties, falling. */
  readonly alphas: Float64Array;
  /** d x penalties: a column of coefficients for each. */
  readonly coefs: Matrix;
  readonly dualGaps: Float64Array;
  /** Sweeps for each penalty. */
  readonly nIters: Int32Array;
}

/**
 * The elastic net for a falling sequence of penalties, each from the solution before. X (n x d) and y (n) are taken as
 * they are: centre them for a model with an intercept. O(n d) per sweep, or O(d^2) with a Gram matrix.
 * Reference: Friedman, Hastie, Tibshirani, J. Stat. Softw. 33 (2010); scikit-learn enet_path.
 *
 * @throws InvalidParameterError for bad options; InvalidInputError for unusable data.
 * @example
 * ```ts
 * const { data, target } = await loadDiabetes();
 * const { alphas, coefs } = await enetPath(data, target, { l1Ratio: 0.8, alphas: 20 });
 * coefs.columns; // 20
 * ```
 */
export async function enetPath(
  X: MatrixLike,
  y: Targets,
  options: EnetPathOptions = {},
): Promise<CoefficientPath> {
  const { signal, onProgress, ...given } = options;
  const params = resolveParams(enetDeclaration, given);
  return pathOf(X, y, params, new Run('enetPath', { signal, onProgress }));
}

/**
 * The lasso for a falling sequence of penalties, each from the solution before: `enetPath` with l1Ratio 1.
 * Reference: scikit-learn lasso_path.
 *
 * @throws InvalidParameterError for bad options; InvalidInputError for unusable data.
 * @example
 * ```ts
 * const { alphas, coefs } = await lassoPath([[1, 0], [0, 1], [1, 1]], [2, 0, 2], { alphas: [0.1] });
 * coefs.to2DArray(); // [[1.85], [0]]
 * ```
 */
export async function lassoPath(
  X: MatrixLike,
  y: Targets,
  options: LassoPathOptions = {},
): Promise<CoefficientPath> {
  const { signal, onProgress, ...given } = options;
  const params = { ...resolveParams(lassoDeclaration, given), l1Ratio: 1 };
  return pathOf(X, y, params, new Run('lassoPath', { signal, onProgress }));
}

async function pathOf(
  X: MatrixLike,
  y: Targets,
  params: ReturnType<typeof resolveParams<typeof enetDeclaration>>,
  run: Run,
): Promise<CoefficientPath> {
  const matrix = asMatrix(X, { estimator: run.estimator });
  const { values } = checkTargets(y, matrix.rows, run.estimator);
  if (values.columns > 1) {
    throw inputError(
      run.estimator,
      'y',
      'must hold one target per row',
      `${values.columns} targets`,
      'Make a path per target.',
    );
  }
  const { precompute, coefInit } = params;
  if (coefInit && coefInit.length !== matrix.columns) {
    throw inputError(
      run.estimator,
      'coefInit',
      `must hold ${matrix.columns} values, one per column`,
      String(coefInit.length),
      'Correct it.',
    );
  }
  const problem = prepareDescent(
    matrix,
    values,
    undefined,
    { fitIntercept: false, precompute },
    run.estimator,
  );
  const alphas = alphaGrid(problem, params, run.estimator);
  const start = coefInit ? Float64Array.from(coefInit) : undefined;
  const { coefs, gaps, iterations } = await descendPath(problem, 0, { ...params, alphas, start }, run);
  const result = Matrix.zeros(matrix.columns, alphas.length);
  coefs.forEach((coef, k) => {
    for (let j = 0; j < coef.length; j++) result.set(j, k, coef[j]);
  });
  return { alphas, coefs: result, dualGaps: gaps, nIters: iterations };
}
