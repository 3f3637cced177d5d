import { Matrix } from '../../src/core/matrix.js';
import { loadFixture } from '../support/fixtures.js';

/** The data sets that the reference estimators were fitted on. */
const sets =
  loadFixture<Record<string, { X: number[][]; y: number[]; weights: number[] }>>('estimators/data');

/** One of them: 'iris', 'wine' or 'cancer'. */
export function referenceData(name: string): { X: Matrix; y: number[]; weights: number[] } {
  const { X, y, weights } = sets[name];
  return { X: Matrix.from2DArray(X), y, weights };
}
