import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { project } from '../decomposition/projection.js';

/** Random directions (d x k) and phases (k). */
export interface RandomFeatures {
  readonly randomWeights: Matrix;
  readonly randomOffset: Float64Array;
}

/** sqrt(2 / k) cos(X W + offset). O(n d k). */
export async function randomCosines(
  X: Matrix,
  { randomWeights, randomOffset }: RandomFeatures,
  run: Run,
): Promise<Matrix> {
  const Z = await project(X, undefined, randomWeights.transpose(), undefined, run);
  const k = Z.columns;
  const size = Math.sqrt(2 / k);
  for (let i = 0; i < Z.data.length; i++) Z.data[i] = size * Math.cos(Z.data[i] + randomOffset[i % k]);
  return Z;
}
