import { InvalidInputError } from '../../core/errors.js';
import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { ConvergenceWarning, warn } from '../../core/warnings.js';
import { logDeterminant, pseudoInverse, symmetricEigen } from '../../kernels/linalg/index.js';
import { logLikelihood } from './estimates.js';

/** How precisely to solve. */
export interface GraphicalOptions {
  /** Dual gap at which the whole is solved. */
  readonly tol: number;
  /** Relative tolerance of the regression of one column on the others. */
  readonly enetTol: number;
  readonly maxIter: number;
  /** Added, times 1000, to the diagonal where it divides. */
  readonly eps: number;
}

/** A covariance whose inverse has zeros. */
export interface GraphicalSolution {
  readonly covariance: Matrix;
  readonly precision: Matrix;
  /** Objective and dual gap after each iteration. */
  readonly costs: readonly (readonly [number, number])[];
  readonly nIter: number;
}

/**
 * Minimises -log det P + tr(S P) + alpha sum |P_ij| over i != j: each column in turn by a lasso on the others, all
 * within the current covariance. O(d^3) per iteration and sweep. Reference: Friedman, Hastie & Tibshirani,
 * Biostatistics 9 (2008) 432.
 * @throws InvalidInputError when the problem is too ill-conditioned; AbortError.
 */
export async function solveGraphical(
  S: Matrix,
  alpha: number,
  start: Matrix,
  options: GraphicalOptions,
  run: Run,
  quiet = false,
): Promise<GraphicalSolution> {
  const d = S.columns;
  if (alpha === 0) return unpenalised(S, run.estimator);
  const covariance = shrunkStart(start, S);
  const precision = pseudoInverse(covariance);
  const { data: W } = covariance;
  const { data: P } = precision;
  const costs: [number, number][] = [];
  // The weights of each column are kept: begun anew from P, which other columns have changed since, the lassos would
  // not settle.
  const kept = Matrix.zeros(d, d);
  const products = new Float64Array(d);
  const row = new Float64Array(d);
  let gap = Number.POSITIVE_INFINITY;
  for (let iteration = 1; iteration <= options.maxIter; iteration++) {
    for (let column = 0; column < d; column++) {
      const scale = P[column * d + column] + 1000 * options.eps;
      const weights = kept.row(column);
      for (let i = 0; i < d; i++) {
        if (iteration === 1) weights[i] = i === column ? 0 : -P[i * d + column] / scale;
        row[i] = i === column ? 0 : S.data[column * d + i];
      }
      lassoWithin(
        W,
        d,
        column,
        row,
        alpha,
        weights,
        products,
        Math.max(20, options.maxIter),
        options.enetTol,
      );
      let explained = 0;
      for (let i = 0; i < d; i++) explained += W[i * d + column] * weights[i];
      const diagonal = 1 / (W[column * d + column] - explained);
      P[column * d + column] = diagonal;
      for (let i = 0; i < d; i++) {
        if (i === column) continue;
        P[i * d + column] = P[column * d + i] = weights[i] === 0 ? 0 : -diagonal * weights[i];
        W[i * d + column] = W[column * d + i] = products[i];
      }
      await run.breathe();
    }
    const [cost, dual] = costOf(S, precision, alpha, run.estimator);
    gap = dual;
    costs.push([cost, gap]);
    await run.step(iteration, options.maxIter, 'iteration');
    if (Math.abs(gap) < options.tol) return { covariance, precision, costs, nIter: iteration };
    if (!Number.isFinite(cost) && iteration > 1) throw illConditioned(run.estimator);
  }
  if (!quiet) {
    const text = `did not converge in ${options.maxIter} iterations: the dual gap is ${gap}. Raise maxIter or alpha.`;
    warn(new ConvergenceWarning(text, run.estimator));
  }
  return { covariance, precision, costs, nIter: options.maxIter };
}

/** A start that can be inverted: the off-diagonal drawn in by 5 %, the diagonal that of S. */
function shrunkStart(start: Matrix, S: Matrix): Matrix {
  const d = S.columns;
  const result = start.clone();
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      if (i === j) result.data[i * d + j] = S.data[i * d + j];
      else result.data[i * d + j] *= 0.95;
    }
  }
  return result;
}

/**
 * Minimises w' W w / 2 - row' w + alpha |w| over the weights other than `skip`, by coordinate descent from `weights`;
 * leaves W w in `products`.
 */
function lassoWithin(
  W: Float64Array,
  d: number,
  skip: number,
  row: Float64Array,
  alpha: number,
  weights: Float64Array,
  products: Float64Array,
  maxIter: number,
  tol: number,
): void {
  products.fill(0);
  for (let j = 0; j < d; j++) {
    const w = weights[j];
    if (w === 0) continue;
    for (let i = 0, at = j * d; i < d; i++, at++) products[i] += W[at] * w;
  }
  let square = 0;
  for (let i = 0; i < d; i++) square += row[i] * row[i];
  for (let iteration = 0; iteration < maxIter; iteration++) {
    let largest = 0;
    let change = 0;
    for (let j = 0; j < d; j++) {
      const curvature = W[j * d + j];
      if (j === skip || curvature === 0) continue;
      const old = weights[j];
      const pull = row[j] - products[j] + old * curvature;
      const next = (Math.sign(pull) * Math.max(0, Math.abs(pull) - alpha)) / curvature;
      const step = next - old;
      if (step !== 0) {
        weights[j] = next;
        for (let i = 0, at = j * d; i < d; i++, at++) products[i] += step * W[at];
      }
      change = Math.max(change, Math.abs(step));
      largest = Math.max(largest, Math.abs(next));
    }
    const settled = largest === 0 || change / largest <= tol || iteration === maxIter - 1;
    if (settled && lassoGap(d, skip, row, alpha, weights, products, square) <= tol * square) return;
  }
}

/** The duality gap of the lasso whose target has this square. */
function lassoGap(
  d: number,
  skip: number,
  row: Float64Array,
  alpha: number,
  weights: Float64Array,
  products: Float64Array,
  square: number,
): number {
  let inner = 0;
  let own = 0;
  let size = 0;
  let steepest = 0;
  for (let i = 0; i < d; i++) {
    if (i === skip) continue;
    inner += weights[i] * row[i];
    own += weights[i] * products[i];
    size += Math.abs(weights[i]);
    steepest = Math.max(steepest, Math.abs(row[i] - products[i]));
  }
  const residual = square + own - 2 * inner;
  const share = steepest > alpha ? alpha / steepest : 1;
  const gap = share < 1 ? 0.5 * (residual + residual * share * share) : residual;
  return gap + alpha * size - share * (square - inner);
}

/** The objective and the dual gap. @throws InvalidInputError when the precision is not finite. */
function costOf(S: Matrix, precision: Matrix, alpha: number, source: string): [number, number] {
  const d = S.columns;
  let inner = 0;
  let off = 0;
  for (let i = 0, at = 0; i < d; i++) {
    for (let j = 0; j < d; j++, at++) {
      inner += S.data[at] * precision.data[at];
      if (i !== j) off += Math.abs(precision.data[at]);
    }
  }
  if (!Number.isFinite(inner + off)) throw illConditioned(source);
  const determinant = logDeterminant(precision);
  const cost = Number.isFinite(determinant)
    ? -2 * logLikelihood(S, precision) + d * Math.log(2 * Math.PI) + alpha * off
    : Number.POSITIVE_INFINITY;
  return [cost, inner - d + alpha * off];
}

function unpenalised(S: Matrix, source: string): GraphicalSolution {
  const { values } = symmetricEigen(S);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const smallest = values.reduce((least, value) => Math.min(least, value), largest);
  if (!(smallest > S.columns * Number.EPSILON * largest)) throw illConditioned(source);
  const precision = pseudoInverse(S);
  return { covariance: S.clone(), precision, costs: [costOf(S, precision, 0, source)], nIter: 0 };
}

function illConditioned(source: string): InvalidInputError {
  return new InvalidInputError(
    `${source}: the covariance is too ill-conditioned for this alpha. Raise alpha, drop columns that others determine, or scale them (StandardScaler).`,
    { estimator: source, parameter: 'alpha', remedy: 'raise alpha' },
  );
}
