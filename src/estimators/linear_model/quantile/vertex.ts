import type { Run } from '../../../core/run.js';
import {
  type PinballProblem,
  pinballOf,
  residualsOf,
  rowOf,
  timesColumns,
  timesRows,
  widthOf,
} from './pinball_problem.js';

/**
 * Goes from a point near the optimum to the vertex that is it: as many rows as coefficients are met exactly. From the
 * best vertex nearby, edges are followed as long as the objective falls along them (the simplex method of Barrodale
 * and Roberts). Returns the point itself where no vertex is better. O(n d) per edge.
 */
export async function toVertex(
  problem: PinballProblem,
  start: Float64Array,
  run: Run,
): Promise<Float64Array> {
  const m = widthOf(problem);
  const basis = nearestBasis(problem, residualsOf(problem, start));
  if (!basis) return start;
  const least = pinballOf(problem, residualsOf(problem, start));
  let best = start;
  let lowest = least;
  for (let edge = 0; edge < 200 + 20 * m; edge++) {
    const inverse = inverseOf(problem, basis);
    if (!inverse) break;
    const b = solved(inverse, basis, problem);
    const r = residualsOf(problem, b);
    for (const i of basis) r[i] = 0;
    const value = pinballOf(problem, r);
    if (value < lowest || (edge === 0 && value <= least * (1 + 1e-12)))
      [best, lowest] = [b, Math.min(value, lowest)];
    const next = followEdge(problem, basis, inverse, r);
    if (!next) break;
    basis[next.leaves] = next.enters;
    await run.breathe();
  }
  return best;
}

/** Rows with the smallest residuals that determine all coefficients; undefined when no rows do. */
function nearestBasis(problem: PinballProblem, residual: Float64Array): Int32Array | undefined {
  const m = widthOf(problem);
  const order = Int32Array.from(residual.keys()).sort(
    (a, b) => Math.abs(residual[a]) - Math.abs(residual[b]),
  );
  const basis: number[] = [];
  // Rows that are chosen, each reduced to a 1 in a column of its own.
  const reduced: { row: Float64Array; pivot: number }[] = [];
  for (const i of order) {
    const row = rowOf(problem, i);
    const size = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const { row: other, pivot } of reduced) {
      const factor = row[pivot];
      if (factor !== 0) for (let j = 0; j < m; j++) row[j] -= factor * other[j];
    }
    let pivot = 0;
    for (let j = 1; j < m; j++) if (Math.abs(row[j]) > Math.abs(row[pivot])) pivot = j;
    const top = row[pivot];
    if (!(Math.abs(top) > 1e-7 * size)) continue;
    for (let j = 0; j < m; j++) row[j] /= top;
    reduced.push({ row, pivot });
    basis.push(i);
    if (basis.length === m) return Int32Array.from(basis);
  }
  return undefined;
}

/** The inverse of the rows of a basis (m x m), by Gauss-Jordan elimination; undefined when they are dependent. */
function inverseOf(problem: PinballProblem, basis: Int32Array): Float64Array | undefined {
  const m = basis.length;
  const a = new Float64Array(m * m);
  const inverse = new Float64Array(m * m);
  basis.forEach((i, k) => {
    a.set(rowOf(problem, i), k * m);
    inverse[k * m + k] = 1;
  });
  for (let c = 0; c < m; c++) {
    let top = c;
    for (let i = c + 1; i < m; i++) if (Math.abs(a[i * m + c]) > Math.abs(a[top * m + c])) top = i;
    const pivot = a[top * m + c];
    if (!(Math.abs(pivot) > 1e-13)) return undefined;
    for (const cells of [a, inverse]) {
      const kept = cells.slice(c * m, (c + 1) * m);
      cells.copyWithin(c * m, top * m, (top + 1) * m);
      cells.set(kept, top * m);
      for (let j = 0; j < m; j++) cells[c * m + j] /= pivot;
    }
    for (let i = 0; i < m; i++) {
      const factor = a[i * m + c];
      if (i === c || factor === 0) continue;
      for (let j = 0; j < m; j++) {
        a[i * m + j] -= factor * a[c * m + j];
        inverse[i * m + j] -= factor * inverse[c * m + j];
      }
    }
  }
  return inverse;
}

/** The coefficients that meet the rows of a basis. */
function solved(inverse: Float64Array, basis: Int32Array, { y }: PinballProblem): Float64Array {
  const m = basis.length;
  return Float64Array.from({ length: m }, (_, j) => {
    let sum = 0;
    for (let k = 0; k < m; k++) sum += inverse[j * m + k] * y[basis[k]];
    return sum;
  });
}

/** The exchange of rows along the steepest edge that goes down; undefined at the optimum. */
function followEdge(
  problem: PinballProblem,
  basis: Int32Array,
  inverse: Float64Array,
  r: Float64Array,
): { leaves: number; enters: number } | undefined {
  const { up, down } = problem;
  const m = basis.length;
  const slopes = r.map((value, i) => (value > 0 ? up[i] : value < 0 ? -down[i] : 0));
  const g = timesColumns(problem, slopes);
  let leaves = -1;
  let steepest = 0;
  let sign = 1;
  for (let k = 0; k < m; k++) {
    let a = 0;
    for (let j = 0; j < m; j++) a -= inverse[j * m + k] * g[j];
    const i = basis[k];
    const small = 1e-10 * (up[i] + down[i]);
    const over = Math.max(a - up[i], -a - down[i]);
    if (over > small && over > steepest) [leaves, steepest, sign] = [k, over, a > 0 ? 1 : -1];
  }
  if (leaves < 0) return undefined;
  // Along the edge the residual of the leaving row grows by t, that of row i by t change_i.
  const column = Float64Array.from({ length: m }, (_, j) => sign * inverse[j * m + leaves]);
  const change = timesRows(problem, column);
  const inBasis = new Set(basis);
  const stops: { t: number; i: number }[] = [];
  for (let i = 0; i < r.length; i++) {
    if (inBasis.has(i) || Math.abs(change[i]) < 1e-11) continue;
    const t = -r[i] / change[i];
    if (t > 0 || r[i] === 0) stops.push({ t: Math.max(t, 0), i });
  }
  stops.sort((a, b) => a.t - b.t);
  let slope = -steepest;
  for (const { i } of stops) {
    slope += Math.abs(change[i]) * (up[i] + down[i]);
    if (slope >= 0) return { leaves, enters: i };
  }
  return undefined;
}
