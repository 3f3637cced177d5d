import { Matrix } from '../../src/core/matrix.js';
import { loadFixture } from '../support/fixtures.js';

const sets = loadFixture<Record<string, { X: number[][]; y: number[]; weights: number[] }>>('svm/data');

/** A data set that the reference machines were fitted on. */
export function svmData(name: string): { X: Matrix; y: number[]; weights: number[] } {
  const { X, y, weights } = sets[name];
  return { X: Matrix.from2DArray(X), y, weights };
}

/** Every n-th row. */
export function everyNth(X: Matrix, n: number): Matrix {
  return X.takeRows(Array.from({ length: Math.ceil(X.rows / n) }, (_, i) => i * n));
}
