import { Matrix } from '../../../src/core/matrix.js';
import { RandomState } from '../../../src/core/random.js';

/** Clusters that overlap a little. */
export function clusters(rows: number, classes = 3, columns = 4): { X: Matrix; y: number[] } {
  const random = new RandomState(rows);
  const y = Array.from({ length: rows }, (_, i) => i % classes);
  const X = Matrix.zeros(rows, columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) X.set(i, j, random.standardNormal() + (j % classes === y[i] ? 1.5 : 0));
  }
  return { X, y };
}

/** The error that a promise ends with. */
export async function rejection(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It was accepted but must be refused.');
}
