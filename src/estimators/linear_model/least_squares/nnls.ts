import { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { leastSquares } from '../../../kernels/linalg/index.js';

/**
 * Minimises |A x - b| over x >= 0 for A (k x d) by the active-set method. O(k d^2) per step, about d steps.
 * Reference: Lawson and Hanson, Solving Least Squares Problems (1995), 23.3.
 */
export async function nonNegativeLeastSquares(A: Matrix, b: Float64Array, run: Run): Promise<Float64Array> {
  const { rows: k, columns: d } = A;
  const x = new Float64Array(d);
  const free = new Set<number>();
  const residual = b.slice();
  let size = 0;
  for (const value of b) size = Math.max(size, Math.abs(value));
  const cut = 10 * Number.EPSILON * Math.max(k, d) * size;
  const refused = new Set<number>();
  for (let step = 0; step < 3 * d + 10; step++) {
    await run.step(step, 3 * d + 10, 'active sets');
    let best = -1;
    let steepest = cut;
    for (let j = 0; j < d; j++) {
      if (free.has(j) || refused.has(j)) continue;
      let slope = 0;
      for (let i = 0; i < k; i++) slope += A.data[i * d + j] * residual[i];
      if (slope > steepest) {
        steepest = slope;
        best = j;
      }
    }
    if (best < 0) return x;
    free.add(best);
    for (;;) {
      const columns = [...free].sort((p, q) => p - q);
      const { X } = leastSquares(A.takeColumns(columns), Matrix.of(b, 1));
      const z = new Map(columns.map((j, i) => [j, X.data[i]]));
      if ((z.get(best) ?? 1) <= 0 && x[best] === 0) {
        // Rounding said that this column helps; it does not.
        free.delete(best);
        refused.add(best);
        break;
      }
      let share = 1;
      let first = -1;
      for (const j of columns) {
        const to = z.get(j) as number;
        if (to > 0 || x[j] / (x[j] - to) >= share) continue;
        share = x[j] / (x[j] - to);
        first = j;
      }
      for (const j of columns) x[j] += share * ((z.get(j) as number) - x[j]);
      if (first < 0) {
        refused.clear();
        break;
      }
      // The column that met the bound first leaves, and any that met it with it.
      for (const j of columns) {
        if (j !== first && (x[j] > 0 || j === best)) continue;
        x[j] = 0;
        free.delete(j);
      }
    }
    for (let i = 0; i < k; i++) {
      let sum = b[i];
      for (const j of free) sum -= A.data[i * d + j] * x[j];
      residual[i] = sum;
    }
  }
  return x;
}
