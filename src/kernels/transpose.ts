import { Matrix } from '../core/matrix.js';

/** Cells of a tile's side: source and target tile stay in the first-level cache together. */
const TILE = 32;

/** X transposed, tile by tile: for large matrices several times as fast as row by row. O(n d). */
export function transposed({ rows: n, columns: d, data }: Matrix): Matrix {
  const result = new Float64Array(data.length);
  for (let i0 = 0; i0 < n; i0 += TILE) {
    const i1 = Math.min(n, i0 + TILE);
    for (let j0 = 0; j0 < d; j0 += TILE) {
      const j1 = Math.min(d, j0 + TILE);
      for (let j = j0; j < j1; j++) {
        const to = j * n;
        for (let i = i0; i < i1; i++) result[to + i] = data[i * d + j];
      }
    }
  }
  return Matrix.of(result, n);
}
