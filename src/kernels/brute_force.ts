import type { Matrix } from '../core/matrix.js';
import { type NearestPoints, referenceNearest } from './reference/brute_force.js';

/** Nearest neighbours by comparing every query with every point. */
export class BruteForceIndex {
  constructor(private readonly points: Matrix) {}

  /** The k nearest points of the rows `fromRow` .. `toRow` of `queries`. */
  query(queries: Matrix, k: number, fromRow = 0, toRow = queries.rows): NearestPoints {
    return referenceNearest(this.points.data, queries.data, this.points.columns, k, fromRow, toRow);
  }

  /** Gives the memory back. */
  release(): void {}
}
