import { loadFixture } from '../../support/fixtures.js';

/** Three small data sets of overlapping groups: rows, their groups, two targets, and queries. */
export const sets =
  loadFixture<Record<string, { X: number[][]; y: number[]; t: number[][]; Q: number[][] }>>('neighbors/data');
