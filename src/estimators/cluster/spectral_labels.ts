import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import { matmul } from '../../kernels/gemm.js';
import { svd } from '../../kernels/linalg/index.js';

const MOST_ROUNDS = 20;

/**
 * Labels by the rotation that brings the rows of a spectral map (n x k) nearest to unit vectors: rows of length 1,
 * alternately assigned and rotated. O(n k^2) a round.
 * Source: Yu and Shi (2003); scikit-learn discretize.
 */
export function discretized(map: Matrix, random: RandomState): Int32Array {
  const { rows: n, columns: k } = map;
  const vectors = unitRows(map);
  const rotation = Matrix.zeros(k, k);
  const take = (row: number, column: number): void => {
    for (let j = 0; j < k; j++) rotation.data[j * k + column] = vectors.data[row * k + j];
  };
  take(random.randint(n) as number, 0);
  const alike = new Float64Array(n);
  for (let column = 1; column < k; column++) {
    let least = 0;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += vectors.data[i * k + j] * rotation.data[j * k + column - 1];
      alike[i] += Math.abs(sum);
      if (alike[i] < alike[least]) least = i;
    }
    take(least, column);
  }
  let turned = rotation;
  let before = 0;
  for (let round = 1; ; round++) {
    const labels = largestOfRows(matmul(vectors, turned));
    const sums = Matrix.zeros(k, k);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < k; j++) sums.data[labels[i] * k + j] += vectors.data[i * k + j];
    }
    const { U, s, Vt } = svd(sums);
    const cut = 2 * (n - s.reduce((sum, value) => sum + value, 0));
    if (Math.abs(cut - before) < Number.EPSILON || round > MOST_ROUNDS) return labels;
    before = cut;
    turned = matmul(Vt, U, { transposeA: true, transposeB: true });
  }
}

/** Columns of length sqrt(n), their first value not positive; then rows of length 1. */
function unitRows(map: Matrix): Matrix {
  const { rows: n, columns: k } = map;
  const result = map.clone();
  for (let j = 0; j < k; j++) {
    let squares = 0;
    for (let i = 0; i < n; i++) squares += map.data[i * k + j] ** 2;
    const factor = (map.data[j] > 0 ? -1 : 1) * Math.sqrt(n / (squares || 1));
    for (let i = 0; i < n; i++) result.data[i * k + j] *= factor;
  }
  for (let i = 0; i < n; i++) {
    let squares = 0;
    for (let j = 0; j < k; j++) squares += result.data[i * k + j] ** 2;
    const over = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let j = 0; j < k; j++) result.data[i * k + j] *= over;
  }
  return result;
}

/**
 * Labels by a pivoted QR decomposition of a spectral map: the k rows that point most apart are turned into unit
 * vectors, and every row goes to its largest coordinate. O(n k^2).
 * Source: Damle, Minden, Ying (2019); scikit-learn cluster_qr.
 */
export function byPivots(map: Matrix): Int32Array {
  const { columns: k } = map;
  const { U, Vt } = svd(map.takeRows(pivotsOf(map)).transpose());
  const turned = matmul(map, matmul(U, Vt));
  return largestOfRows(
    Matrix.of(
      turned.data.map((x) => Math.abs(x)),
      k,
    ),
  );
}

/** The rows that a QR decomposition of the transposed map with column pivoting takes first. */
function pivotsOf(map: Matrix): Int32Array {
  const { rows: n, columns: k } = map;
  const rest = map.clone().data;
  const pivots = new Int32Array(Math.min(n, k));
  for (let step = 0; step < pivots.length; step++) {
    let best = -1;
    let most = -1;
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let j = 0; j < k; j++) squares += rest[i * k + j] ** 2;
      if (squares > most && !pivots.subarray(0, step).includes(i)) {
        most = squares;
        best = i;
      }
    }
    pivots[step] = best;
    const own = rest.slice(best * k, (best + 1) * k);
    if (!(most > 0)) continue;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += rest[i * k + j] * own[j];
      for (let j = 0; j < k; j++) rest[i * k + j] -= (sum / most) * own[j];
    }
  }
  return pivots;
}

function largestOfRows({ rows, columns, data }: Matrix): Int32Array {
  const labels = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    const at = i * columns;
    for (let j = 1; j < columns; j++) if (data[at + j] > data[at + labels[i]]) labels[i] = j;
  }
  return labels;
}
