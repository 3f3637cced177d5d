import type { Matrix } from '../../core/matrix.js';

/**
 * The assignment of rows to different columns with the least total cost (n x m; min(n, m) pairs): for each row its
 * column, or -1. Shortest augmenting paths with dual potentials, O(n^2 m).
 * Source: Kuhn (1955), Munkres (1957); Jonker & Volgenant (1987), doi:10.1007/BF02278710.
 */
export function minimumCostAssignment(cost: Matrix): Int32Array {
  if (cost.rows > cost.columns) {
    const rowOf = minimumCostAssignment(cost.transpose());
    const result = new Int32Array(cost.rows).fill(-1);
    for (let j = 0; j < rowOf.length; j++) result[rowOf[j]] = j;
    return result;
  }
  const { rows: n, columns: m, data } = cost;
  const rowPotential = new Float64Array(n);
  const columnPotential = new Float64Array(m);
  const rowOf = new Int32Array(m).fill(-1);
  const before = new Int32Array(m);
  const slack = new Float64Array(m);
  const reached = new Uint8Array(m);
  for (let start = 0; start < n; start++) {
    // Grow a tree of tight edges from the unassigned row until it reaches a free column.
    slack.fill(Number.POSITIVE_INFINITY);
    reached.fill(0);
    let row = start;
    let column = -1;
    do {
      let least = Number.POSITIVE_INFINITY;
      let next = -1;
      for (let j = 0; j < m; j++) {
        if (reached[j]) continue;
        const reducedCost = data[row * m + j] - rowPotential[row] - columnPotential[j];
        if (reducedCost < slack[j]) {
          slack[j] = reducedCost;
          before[j] = column;
        }
        if (slack[j] < least) {
          least = slack[j];
          next = j;
        }
      }
      rowPotential[start] += least;
      for (let j = 0; j < m; j++) {
        if (!reached[j]) slack[j] -= least;
        else {
          rowPotential[rowOf[j]] += least;
          columnPotential[j] -= least;
        }
      }
      column = next;
      reached[column] = 1;
      row = rowOf[column];
    } while (row >= 0);
    // Move the assignments along the path back to the start.
    while (column >= 0) {
      const previous = before[column];
      rowOf[column] = previous < 0 ? start : rowOf[previous];
      column = previous;
    }
  }
  const result = new Int32Array(n).fill(-1);
  for (let j = 0; j < m; j++) if (rowOf[j] >= 0) result[rowOf[j]] = j;
  return result;
}
