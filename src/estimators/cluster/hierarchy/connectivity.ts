import { describe, InvalidInputError } from '../../../core/errors.js';
import { asMatrix, type MatrixLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import { DataWarning, warn } from '../../../core/warnings.js';
import type { SparseRows } from '../../neighbors/kneighbors_base.js';

/** Which rows are neighbours: sparse rows as `kneighborsGraph` gives them, an n x n matrix, or a function of X. */
export type Connectivity = SparseRows | MatrixLike | ((X: Matrix) => SparseRows | MatrixLike);

/** Neighbours of each row, ascending, without the row itself. */
export type Neighbors = readonly (readonly number[])[];

/** The distance of two rows. */
export type PairDistance = (i: number, j: number) => number;

/**
 * The neighbours of each row, both ways; parts that are not connected get an edge between their closest rows.
 * @throws InvalidInputError for another number of rows.
 */
export function neighborsOf(
  connectivity: Connectivity,
  X: Matrix,
  distance: PairDistance,
  source: string,
): { neighbors: Neighbors; components: number } {
  const given = typeof connectivity === 'function' ? connectivity(X) : connectivity;
  const sets = isSparse(given) ? fromSparse(given, X.rows, source) : fromMatrix(given, X.rows, source);
  const labels = new Int32Array(X.rows).fill(-1);
  const members: number[][] = [];
  for (let row = 0; row < X.rows; row++) {
    if (labels[row] >= 0) continue;
    const label = members.length;
    const part = [row];
    labels[row] = label;
    for (let at = 0; at < part.length; at++) {
      for (const next of sets[part[at]]) {
        if (labels[next] >= 0) continue;
        labels[next] = label;
        part.push(next);
      }
    }
    members.push(part.sort((a, b) => a - b));
  }
  if (members.length > 1) {
    warn(
      new DataWarning(
        `the connectivity has ${members.length} parts that are not connected: edges between their closest rows are added`,
        source,
      ),
    );
    connectParts(sets, members, distance);
  }
  return { neighbors: sets.map((set) => [...set].sort((a, b) => a - b)), components: members.length };
}

function connectParts(sets: Set<number>[], members: number[][], distance: PairDistance): void {
  for (let a = 1; a < members.length; a++) {
    for (let b = 0; b < a; b++) {
      let least = Number.POSITIVE_INFINITY;
      let edge: [number, number] = [members[a][0], members[b][0]];
      for (const i of members[a]) {
        for (const j of members[b]) {
          const gap = distance(i, j);
          if (gap >= least) continue;
          least = gap;
          edge = [i, j];
        }
      }
      sets[edge[0]].add(edge[1]);
      sets[edge[1]].add(edge[0]);
    }
  }
}

function isSparse(value: SparseRows | MatrixLike): value is SparseRows {
  return value !== null && typeof value === 'object' && 'indptr' in value && 'indices' in value;
}

function fromSparse({ data, indices, indptr, shape }: SparseRows, n: number, source: string): Set<number>[] {
  if (shape[0] !== n || shape[1] !== n) throw wrongShape(`${shape[0]} x ${shape[1]}`, n, source);
  const sets = Array.from({ length: n }, () => new Set<number>());
  for (let i = 0; i < n; i++) {
    for (let at = indptr[i]; at < indptr[i + 1]; at++) if (data[at] !== 0) connect(sets, i, indices[at]);
  }
  return sets;
}

function fromMatrix(value: MatrixLike, n: number, source: string): Set<number>[] {
  const matrix = asMatrix(value, { estimator: source, argument: 'connectivity' });
  if (matrix.rows !== n || matrix.columns !== n) throw wrongShape(describe(matrix), n, source);
  const sets = Array.from({ length: n }, () => new Set<number>());
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (matrix.get(i, j) !== 0) connect(sets, i, j);
  return sets;
}

function connect(sets: Set<number>[], i: number, j: number): void {
  if (i === j) return;
  sets[i].add(j);
  sets[j].add(i);
}

function wrongShape(received: string, n: number, source: string): InvalidInputError {
  return new InvalidInputError(
    `${source}: connectivity must be ${n} x ${n}, as X has ${n} rows. Got ${received}. Pass one row and column per row of X.`,
    { estimator: source, parameter: 'connectivity', received, remedy: `pass ${n} x ${n}` },
  );
}
