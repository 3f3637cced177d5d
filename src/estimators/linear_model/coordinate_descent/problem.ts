import { InvalidParameterError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import { CoordinateDescent } from '../../../kernels/coordinate_descent.js';
import { type CrossProducts, crossProducts, productsWith } from '../../../kernels/cross_products.js';
import { transposed } from '../../../kernels/transpose.js';
import { type CentredData, centreData } from '../centre.js';
import { givenGram, type Precompute } from './options.js';

/** Data as the descent takes them: in units in which nothing overflows, and by columns or as X'X. */
export interface DescentProblem {
  readonly centred: CentredData;
  /** X was divided by this, a power of two: 1 but for extreme data. */
  readonly xUnit: number;
  /** y was divided by this. */
  readonly yUnit: number;
  /** n x d, in these units. */
  readonly rows: Matrix;
  /** d x n, when the columns are worked on. */
  readonly columns: Matrix | undefined;
  /** X'X in these units, when it is worked on. */
  readonly gram: Matrix | undefined;
  /** X'y in these units (t x d), when it came along with X'X. */
  readonly xy: Matrix | undefined;
}

/** How data are made ready. */
export interface PrepareOptions {
  readonly fitIntercept: boolean;
  readonly precompute: Precompute;
}

/** Centres, weighs and scales. Weights are taken as shares, so that alpha means the same whatever their sum. O(n d). */
export function prepareDescent(
  X: Matrix,
  y: Matrix,
  sampleWeight: Float64Array | undefined,
  { fitIntercept, precompute }: PrepareOptions,
  estimator: string,
): DescentProblem {
  // Nothing to centre or to weigh: the data are read, never written.
  const plain = !fitIntercept && !sampleWeight;
  const centred = plain
    ? { X, y, xMean: new Float64Array(X.columns), yMean: new Float64Array(y.columns) }
    : centreData(X, y, sampleWeight && normalised(sampleWeight), fitIntercept);
  const yUnit = unitOf(centred.y.data);
  const given = givenGram(precompute, X.columns, estimator);
  const wanted = precompute === true || (precompute !== false && X.rows > X.columns);
  if (wanted && !given) {
    // The diagonal of X'X tells almost always that the units are right: that saves a pass over the data.
    const products = crossProducts(centred.X, targetsOf(centred.y, yUnit));
    if (moderate(products.gram, X.rows)) return byGram(centred, 1, yUnit, centred.X, products);
  }
  const xUnit = unitOf(centred.X.data);
  const rows =
    xUnit === 1
      ? centred.X
      : Matrix.of(
          centred.X.data.map((value) => value / xUnit),
          X.columns,
        );
  const gram = given && checkedGram(given, rows, xUnit, centred, fitIntercept, estimator);
  if (!gram && wanted) {
    return byGram(centred, xUnit, yUnit, rows, crossProducts(rows, targetsOf(centred.y, yUnit)));
  }
  const columns = gram ? undefined : transposed(rows);
  return { centred, xUnit, yUnit, rows, columns, gram, xy: undefined };
}

function byGram(
  centred: CentredData,
  xUnit: number,
  yUnit: number,
  rows: Matrix,
  { gram, xy }: CrossProducts,
): DescentProblem {
  return { centred, xUnit, yUnit, rows, columns: undefined, gram, xy };
}

/** Whether the diagonal of X'X shows that the largest value of X lies where `unitOf` leaves it. */
function moderate(gram: Matrix, n: number): boolean {
  let largest = 0;
  for (let j = 0; j < gram.columns; j++) largest = Math.max(largest, gram.get(j, j));
  return largest > n * LEAST_VALUE ** 2 && largest < MOST_VALUE ** 2;
}

/** A solver for one target of a problem. Release it. */
export function solverOf(problem: DescentProblem, target: number): CoordinateDescent {
  const y = targetOf(problem, target);
  const { gram, rows, columns } = problem;
  if (gram) return CoordinateDescent.onGram(gram, productsOf(problem, target), squareOf(y));
  return CoordinateDescent.onColumns(columns ?? transposed(rows), y);
}

/** Target `t` in the problem's units. */
export function targetOf({ centred, yUnit }: DescentProblem, t: number): Float64Array {
  return targetsOf(centred.y, yUnit, [t])[0];
}

/** X'y for target `t` in the problem's units. O(n d), or nothing when it came along with X'X. */
export function productsOf(problem: DescentProblem, t: number): Float64Array {
  return problem.xy?.row(t) ?? productsWith(problem.rows, targetOf(problem, t));
}

function targetsOf(y: Matrix, unit: number, which = Array.from({ length: y.columns }, (_, t) => t)) {
  return which.map((t) => {
    const values = y.column(t);
    if (unit !== 1) for (let i = 0; i < values.length; i++) values[i] /= unit;
    return values;
  });
}

export function squareOf(y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += y[i] * y[i];
  return sum;
}

/** Weights of mean 1. */
function normalised(weights: Float64Array): Float64Array {
  let largest = 0;
  for (const weight of weights) largest = Math.max(largest, weight);
  let total = 0;
  for (const weight of weights) total += weight / largest;
  return weights.map((weight) => (weight / largest / total) * weights.length);
}

/** Between these the squares of data, and sums of them, are safe. */
const LEAST_VALUE = 1e-60;
const MOST_VALUE = 1e60;

/** A power of two near the largest value when its square might leave the range of numbers, else 1. */
function unitOf(values: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  if (largest === 0 || (largest > LEAST_VALUE && largest < MOST_VALUE) || !Number.isFinite(largest)) return 1;
  return 2 ** Math.floor(Math.log2(largest));
}

/** A given X'X in the problem's units; undefined when it cannot be that of the centred data. */
function checkedGram(
  gram: Matrix,
  rows: Matrix,
  unit: number,
  { xMean }: CentredData,
  fitIntercept: boolean,
  estimator: string,
): Matrix | undefined {
  if (fitIntercept && xMean.some((mean) => Math.abs(mean) > 1e-8)) {
    const message =
      "a Gram matrix was given, but X is not centred: X'X is computed anew. Centre X, or leave precompute out.";
    warn(new DataWarning(message, estimator));
    return undefined;
  }
  const d = gram.columns;
  const result = Matrix.of(
    gram.data.map((value) => value / unit / unit),
    d,
  );
  for (let j = 0; j < d; j++) {
    const square = squareOf(rows.column(j));
    if (Math.abs(result.get(j, j) - square) <= 1e-7 + 1e-5 * square) continue;
    throw new InvalidParameterError(
      `${estimator}: parameter 'precompute' is not X'X of these data. Got ${gram.get(j, j)} for column ${j}, whose square is ${square * unit * unit}. Pass X'X of the centred, weighted X, or 'auto'.`,
      { estimator, parameter: 'precompute', column: j, received: String(gram.get(j, j)) },
    );
  }
  return result;
}
