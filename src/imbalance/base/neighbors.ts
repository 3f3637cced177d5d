import { describe, InvalidInputError, InvalidParameterError } from '../../core/errors.js';
import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, type ParamSpec } from '../../core/params.js';
import { isEstimator } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import type { NearestNeighbors } from '../../estimators/neighbors/index.js';
import { buildIndex, queryIndex } from '../../estimators/neighbors/neighbor_index.js';

/** A number of neighbours, or a search of your own whose `nNeighbors` counts the row itself. */
export type NeighborsOption = number | NearestNeighbors;

/** A parameter that is a number of neighbours or a NearestNeighbors. */
export function neighborsParam(defaultValue: number, doc: string): ParamSpec<NeighborsOption> {
  return custom<NeighborsOption>(defaultValue, {
    doc: `${doc} A NearestNeighbors may stand instead; its nNeighbors counts the row itself.`,
    expected: 'an integer >= 1 or a NearestNeighbors',
    accepts: (value) => (Number.isSafeInteger(value) && (value as number) >= 1) || isSearch(value),
    invalid: [0, -1, 1.5, 'text', null, {}],
  });
}

function isSearch(value: unknown): value is NearestNeighbors {
  return isEstimator(value) && 'kneighbors' in value && typeof value.kneighbors === 'function';
}

/** How many neighbours are meant, the row itself not counted. */
export function neighborCount(option: NeighborsOption): number {
  return typeof option === 'number' ? option : option.params.nNeighbors - 1;
}

/** Neighbours of some rows: `indices` holds k for each, nearest first. */
export interface NearestRows {
  readonly k: number;
  readonly indices: Int32Array;
  readonly distances: Float64Array;
}

/**
 * The nearest rows of `points` to each query row, nearest first.
 * @throws InvalidInputError when there are fewer than k points.
 */
export async function nearest(
  points: Matrix,
  queries: Matrix,
  k: number,
  option: NeighborsOption,
  run: Run,
  nJobs: number | null = null,
): Promise<NearestRows> {
  if (typeof option === 'number') {
    // Small sets in many columns: a tree would look at nearly every point, and more slowly than all at once.
    const algorithm = points.columns >= 8 && points.rows <= 6000 ? 'brute' : 'auto';
    const index = buildIndex(points, { ...EUCLIDEAN, algorithm, nNeighbors: k }, run.estimator);
    const found = await queryIndex(index, queries, k, { metric: 'euclidean', nJobs, run });
    return { k, indices: found.indices, distances: found.distances };
  }
  const search = await option.with({}).fit(points, undefined, run.inner());
  const found = await search.kneighbors(queries, { ...run.inner(), nNeighbors: k });
  return { k, indices: Int32Array.from(found.indices.data), distances: found.distances.data };
}

const EUCLIDEAN = { leafSize: 30, metric: 'euclidean', p: 2, metricParams: null } as const;

/**
 * The nearest other rows of `points` to some of its rows (default: all): the row itself is left out, wherever
 * duplicates rank it. k is `neighborCount(option)`.
 */
export async function nearestOthers(
  points: Matrix,
  option: NeighborsOption,
  run: Run,
  {
    rows,
    nJobs = null,
    k = neighborCount(option),
  }: { rows?: Int32Array; nJobs?: number | null; k?: number } = {},
): Promise<NearestRows> {
  const queries = rows ? points.takeRows(rows) : points;
  const wide = await nearest(points, queries, k + 1, option, run, nJobs);
  const indices = new Int32Array(queries.rows * k);
  const distances = new Float64Array(queries.rows * k);
  for (let i = 0, to = 0; i < queries.rows; i++) {
    const at = i * (k + 1);
    const own = rows ? rows[i] : i;
    // With more duplicates than neighbours the row may not be listed itself: then the last one is dropped.
    let self = at + k;
    for (let j = at; j < at + k; j++) if (wide.indices[j] === own) self = j;
    for (let j = at; j <= at + k; j++) {
      if (j === self) continue;
      indices[to] = wide.indices[j];
      distances[to++] = wide.distances[j];
    }
  }
  return { k, indices, distances };
}

/** @throws InvalidInputError when a class has no more rows than the neighbours that each of its rows needs. */
export function requireNeighbors(
  label: Label,
  rows: number,
  option: NeighborsOption,
  parameter: string,
  estimator: string,
): void {
  const k = neighborCount(option);
  if (k < 1) {
    throw new InvalidParameterError(
      `${estimator}: parameter '${parameter}' as a NearestNeighbors must have nNeighbors >= 2, because it counts the row itself. Got ${k + 1}.`,
      { estimator, parameter, received: String(k + 1), remedy: 'raise nNeighbors' },
    );
  }
  if (rows > k) return;
  throw new InvalidInputError(
    `${estimator}: class ${describe(label)} is too small for ${parameter} = ${k}, which needs ${k + 1} rows of it. Got ${rows} row(s). ${
      rows > 1 ? `Lower ${parameter} to at most ${rows - 1}` : 'Use RandomOverSampler'
    }, or leave the class out of samplingStrategy.`,
    { estimator, parameter, received: `${rows} rows`, remedy: `lower ${parameter}` },
  );
}

/** @throws InvalidInputError when X has no more rows than the neighbours that each row needs. */
export function requireRows(n: number, option: NeighborsOption, parameter: string, estimator: string): void {
  const k = neighborCount(option);
  if (n > k) return;
  throw new InvalidInputError(
    `${estimator}: ${parameter} = ${k} needs at least ${k + 1} rows. Got ${n}. Lower ${parameter} or pass more rows.`,
    { estimator, parameter, received: `${n} rows`, remedy: `lower ${parameter}` },
  );
}
