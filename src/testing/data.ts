import { Matrix } from '../core/matrix.js';
import type { Estimator } from '../core/protocol.js';
import { RandomState } from '../core/random.js';
import type { CheckData, EstimatorCase } from './check.js';

/** Rows and columns of the usual data. */
export const ROWS = 60;
export const COLUMNS = 3;

/** Three clusters of points; values are exact in single precision, so that float32 input loses nothing. */
export function blobs(classes = 3, seed = 7): { X: Matrix; y: number[] } {
  const random = new RandomState(seed);
  const X = Matrix.zeros(ROWS, COLUMNS);
  const y: number[] = [];
  for (let i = 0; i < ROWS; i++) {
    const c = i % classes;
    y.push(c);
    for (let j = 0; j < COLUMNS; j++) {
      X.set(i, j, Math.fround(6 + (c === j % classes ? 3 : 0) + 0.6 * random.standardNormal()));
    }
  }
  return { X, y };
}

/** A noisy line with the same X. */
export function line(): { X: Matrix; y: number[] } {
  const { X } = blobs();
  const random = new RandomState(11);
  const y = Array.from(
    { length: ROWS },
    (_, i) => Math.round(8 * (2 * X.get(i, 0) - X.get(i, 1) + 0.1 * random.standardNormal())) / 8,
  );
  return { X, y };
}

/** Clusters of 36, 15 and 9 rows that overlap a little, so that samplers have something to do. */
export function imbalanced(): { X: Matrix; y: number[] } {
  const random = new RandomState(5);
  const X = Matrix.zeros(ROWS, COLUMNS);
  const y: number[] = [];
  for (let i = 0; i < ROWS; i++) {
    const c = [0, 1, 0, 0, 2, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0, 2, 0, 1, 0, 2][i % 20];
    y.push(c);
    for (let j = 0; j < COLUMNS; j++) {
      X.set(i, j, Math.fround(6 + (c === j ? 1.5 : 0) + 0.8 * random.standardNormal()));
    }
  }
  return { X, y };
}

/** The data that fits an estimator's role and tags. */
export function dataFor(given: EstimatorCase, estimator: Estimator = given.make()): CheckData {
  if (given.data) return given.data();
  const { role, pairwise, binaryOnly, requiresTarget } = estimator.tags;
  if (role === 'sampler') return imbalanced();
  const base = role === 'regressor' ? line() : blobs(binaryOnly ? 2 : 3);
  const X = pairwise ? distancesOf(base.X) : base.X;
  const needsY = requiresTarget || role === 'classifier' || role === 'regressor';
  return { X, y: needsY ? base.y : undefined };
}

/** Whether the usual numeric data are used, so that they may be cut, permuted and converted. */
export function isNumericCase(given: EstimatorCase): boolean {
  const { pairwise, role } = given.make().tags;
  return given.data === undefined && !pairwise && role !== 'target_transformer';
}

function distancesOf(X: Matrix): Matrix {
  const result = Matrix.zeros(X.rows, X.rows);
  for (let i = 0; i < X.rows; i++) {
    for (let j = 0; j < X.rows; j++) {
      let sum = 0;
      for (let k = 0; k < X.columns; k++) sum += (X.get(i, k) - X.get(j, k)) ** 2;
      result.set(i, j, Math.sqrt(sum));
    }
  }
  return result;
}
