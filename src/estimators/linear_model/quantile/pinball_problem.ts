import type { StandardisedRows } from '../standardised_rows.js';

/**
 * min sum_i (up_i r_i+ + down_i r_i-) with r = y - A b: a linear program. A holds standardised rows, with a 1 for the
 * intercept at the end; below them stands a row per penalised column, 1 in that column alone, whose y is 0.
 */
export interface PinballProblem {
  readonly rows: StandardisedRows;
  readonly fitIntercept: boolean;
  /** Of rows and penalties: n + d. */
  readonly y: Float64Array;
  /** Cost of a positive residual; > 0. */
  readonly up: Float64Array;
  /** Cost of a negative residual; > 0. */
  readonly down: Float64Array;
}

/** Number of coefficients, the intercept included. */
export const widthOf = ({ rows, fitIntercept }: PinballProblem): number =>
  rows.columns + (fitIntercept ? 1 : 0);

/** A b. */
export function timesRows({ rows, fitIntercept, y }: PinballProblem, b: Float64Array): Float64Array {
  const n = rows.rows;
  const result = new Float64Array(y.length);
  rows.times(b, fitIntercept ? b[rows.columns] : 0, result.subarray(0, n));
  for (let j = 0; n + j < y.length; j++) result[n + j] = b[j];
  return result;
}

/** A' g. */
export function timesColumns(problem: PinballProblem, g: Float64Array): Float64Array {
  const { rows, fitIntercept, y } = problem;
  const n = rows.rows;
  const result = new Float64Array(widthOf(problem));
  rows.timesTransposed(g.subarray(0, n), result);
  for (let j = 0; n + j < y.length; j++) result[j] += g[n + j];
  if (fitIntercept) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += g[i];
    result[rows.columns] = sum;
  }
  return result;
}

/** A' diag(h) A. */
export function crossRows(problem: PinballProblem, h: Float64Array): Float64Array {
  const { rows, fitIntercept, y } = problem;
  const [n, d, m] = [rows.rows, rows.columns, widthOf(problem)];
  const inner = h.subarray(0, n);
  const products = rows.cross(inner);
  const result = new Float64Array(m * m);
  for (let i = 0; i < d; i++) result.set(products.subarray(i * d, (i + 1) * d), i * m);
  for (let j = 0; n + j < y.length; j++) result[j * m + j] += h[n + j];
  if (fitIntercept) {
    const border = new Float64Array(d);
    rows.timesTransposed(inner, border);
    for (let j = 0; j < d; j++) result[j * m + d] = result[d * m + j] = border[j];
    result[d * m + d] = inner.reduce((sum, value) => sum + value, 0);
  }
  return result;
}

/** Row i of A. */
export function rowOf(problem: PinballProblem, i: number): Float64Array {
  const { rows, fitIntercept } = problem;
  const d = rows.columns;
  const result = new Float64Array(widthOf(problem));
  if (i >= rows.rows) result[i - rows.rows] = 1;
  else {
    result.set(rows.z.subarray(i * d, (i + 1) * d));
    if (fitIntercept) result[d] = 1;
  }
  return result;
}

/** The objective of residuals. */
export function pinballOf({ up, down }: PinballProblem, residual: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < residual.length; i++)
    sum += residual[i] > 0 ? up[i] * residual[i] : -down[i] * residual[i];
  return sum;
}

/** y - A b. */
export function residualsOf(problem: PinballProblem, b: Float64Array): Float64Array {
  const image = timesRows(problem, b);
  for (let i = 0; i < image.length; i++) image[i] = problem.y[i] - image[i];
  return image;
}
