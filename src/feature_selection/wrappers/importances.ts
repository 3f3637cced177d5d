import { describe, InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import { custom } from '../../core/params.js';
import { type Estimator, isEstimator } from '../../core/protocol.js';

/** Importances of the columns: d numbers, or k x d as of the coefficients of k classes. */
export type Importances = ArrayLike<number> | Matrix;

/** Where to find the importances: 'auto', the path of an attribute, or a function of the fitted estimator. */
export type ImportanceGetter = string | ((estimator: never) => Importances);

/** The parameter `estimator` of selectors that wrap one. */
export const estimatorSpec = custom<Estimator>(undefined as unknown as Estimator, {
  doc: 'The estimator that judges the columns.',
  expected: 'an estimator',
  accepts: isEstimator,
  invalid: ['svc', 3, {}],
});

/** The parameter `importanceGetter`. */
export const importanceGetterSpec = custom<ImportanceGetter>('auto', {
  doc: "'auto' takes coef, else featureImportances; or the path of an attribute such as 'namedSteps.svc.coef', or a function of the fitted estimator.",
  expected: "'auto', the path of an attribute, or a function",
  accepts: (value) => typeof value === 'function' || (typeof value === 'string' && value !== ''),
  invalid: ['', 3, null, {}],
});

/**
 * The importances of `columns` columns as one number each: with several rows of coefficients their norm of order
 * `norm`, or the sum of squares; otherwise absolute values, or squares.
 * @throws InvalidInputError when the estimator has none, or not one for each column.
 */
export function importancesOf(
  estimator: Estimator,
  getter: ImportanceGetter,
  columns: number,
  combine: { readonly norm: number } | 'squares',
  source: string,
): Float64Array {
  const found =
    typeof getter === 'function' ? getter(estimator as never) : attribute(estimator, getter, source);
  const list = found instanceof Matrix ? found : asRow(found);
  if (!list || list.columns !== columns) {
    throw new InvalidInputError(
      `${source}: the importances of ${estimator.type} must be one for each of the ${columns} columns. Got ${list ? list.columns : describe(found)}. Set importanceGetter.`,
      { estimator: source, parameter: 'importanceGetter', remedy: 'set importanceGetter' },
    );
  }
  const result = new Float64Array(columns);
  for (let j = 0; j < columns; j++) {
    result[j] = combine === 'squares' ? sumOfSquares(list, j) : normOf(list, j, combine.norm);
  }
  const bad = result.findIndex((value) => Number.isNaN(value));
  if (bad < 0) return result;
  throw new InvalidInputError(
    `${source}: the importance of column ${bad} is NaN in ${estimator.type}. Check the data or the estimator.`,
    { estimator: source, column: bad, remedy: 'check the data or the estimator' },
  );
}

function asRow(found: unknown): Matrix | undefined {
  if (found === null || typeof found !== 'object' || !('length' in found)) return undefined;
  return Matrix.of(Float64Array.from(found as ArrayLike<number>), found.length as number);
}

function attribute(estimator: Estimator, path: string, source: string): unknown {
  for (const name of path === 'auto' ? ['coef', 'featureImportances'] : [path]) {
    const value = follow(estimator, name);
    if (value !== undefined) return value;
  }
  const what = path === 'auto' ? 'coef or featureImportances' : `'${path}'`;
  throw new InvalidInputError(
    `${source}: the fitted ${estimator.type} has no ${what}. Use an estimator that has, or set importanceGetter.`,
    {
      estimator: source,
      parameter: 'importanceGetter',
      received: estimator.type,
      remedy: 'set importanceGetter',
    },
  );
}

/** The value at a path; undefined where it is not there, or refused as the coefficients of a curved kernel are. */
function follow(from: unknown, path: string): unknown {
  try {
    return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], from);
  } catch {
    return undefined;
  }
}

function sumOfSquares({ data, columns }: Matrix, j: number): number {
  let sum = 0;
  for (let at = j; at < data.length; at += columns) sum += data[at] * data[at];
  return sum;
}

function normOf({ data, rows, columns }: Matrix, j: number, order: number): number {
  if (rows === 1) return Math.abs(data[j]);
  const sizes = Float64Array.from({ length: rows }, (_, i) => Math.abs(data[i * columns + j]));
  if (order === Number.POSITIVE_INFINITY) return Math.max(...sizes);
  if (order === Number.NEGATIVE_INFINITY) return Math.min(...sizes);
  const sum = sizes.reduce((total, size) => total + size ** order, 0);
  return order === 1 ? sum : sum ** (1 / order);
}
