import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';

/** A rows x columns matrix of standard normals, drawn row by row. */
export function normalMatrix(random: RandomState, rows: number, columns: number): Matrix {
  return Matrix.of(random.standardNormal(rows * columns), columns);
}

/** A rows x columns matrix of uniforms on [0, 1), drawn row by row. */
export function uniformMatrix(random: RandomState, rows: number, columns: number): Matrix {
  return Matrix.of(random.randomSample(rows * columns), columns);
}

/** A B for A (n x k) and B (k x m). O(n k m). */
export function multiply(A: Matrix, B: Matrix): Matrix {
  const { rows: n, columns: k } = A;
  const m = B.columns;
  const a = A.data;
  const b = B.data;
  const result = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < k; l++) {
      const factor = a[i * k + l];
      for (let j = 0; j < m; j++) result[i * m + j] += factor * b[l * m + j];
    }
  }
  return Matrix.of(result, m);
}

/** Adds normal noise to every cell, drawn row by row. */
export function addNoise(data: Float64Array, noise: number, random: RandomState): void {
  for (let i = 0; i < data.length; i++) data[i] += noise * random.standardNormal();
}

/** 0, 0, ..., 1, 1, ...: `counts[c]` times the code c. */
export function repeatCodes(counts: readonly number[]): number[] {
  return counts.flatMap((count, code) => new Array<number>(count).fill(code));
}
