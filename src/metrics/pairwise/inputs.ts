import { describe } from '../../core/errors.js';
import { asMatrix, inputError, type MatrixLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import type { RowBlock } from '../../kernels/distance_blocks.js';

/** Two sets of rows of equal length; Y is X when only one was given. */
export interface RowPair {
  readonly X: Matrix;
  readonly Y: Matrix;
  /** Only one set was given. */
  readonly same: boolean;
}

/** Fills `out` with one value per row of X and row of Y, row-major. */
export type BlockFill = (X: RowBlock, Y: RowBlock, out: Float64Array) => void;

/** Checks of a pair of inputs beyond shape and finiteness. */
export interface PairRules {
  readonly allowNaN?: boolean;
  /** Refuse values below 0. */
  readonly nonNegative?: boolean;
}

/**
 * Checks X (n x d) and Y (m x d, default X).
 * @throws InvalidInputError for unequal numbers of columns or unfit values.
 */
export function checkRowPair(
  X: MatrixLike,
  Y: MatrixLike | null | undefined,
  caller: string,
  rules: PairRules = {},
): RowPair {
  const first = readRows(X, caller, 'X', rules);
  if (Y === null || Y === undefined) return { X: first, Y: first, same: true };
  const second = readRows(Y, caller, 'Y', rules);
  if (second.columns !== first.columns) {
    throw inputError(
      caller,
      'Y',
      `must have as many columns as X, ${first.columns}`,
      `${second.columns} columns`,
      'Pass rows of equal length.',
    );
  }
  return { X: first, Y: second, same: false };
}

/**
 * Checks X and Y row by row against each other: equal shapes.
 * @throws InvalidInputError for unequal shapes or unfit values.
 */
export function checkPairedRows(
  X: MatrixLike,
  Y: MatrixLike,
  caller: string,
  rules: PairRules = {},
): RowPair {
  const pair = checkRowPair(X, Y, caller, rules);
  if (pair.X.rows !== pair.Y.rows) {
    throw inputError(
      caller,
      'Y',
      `must have as many rows as X, ${pair.X.rows}`,
      `${pair.Y.rows} rows`,
      'Pass one row of Y per row of X.',
    );
  }
  return pair;
}

/**
 * Checks a matrix of distances or kernel values between n rows and m (n x m; square when Y is not given).
 * @throws InvalidInputError for another shape or, for distances, negative values.
 */
export function checkPrecomputed(
  X: MatrixLike,
  Y: MatrixLike | null | undefined,
  caller: string,
  nonNegative: boolean,
): Matrix {
  const values = readRows(X, caller, 'X', { nonNegative });
  const wanted = Y === null || Y === undefined ? values.rows : readRows(Y, caller, 'Y', {}).rows;
  if (values.columns !== wanted) {
    throw inputError(
      caller,
      'X',
      `when precomputed must have one column per row of Y (${wanted})`,
      `${values.rows} x ${values.columns}`,
      'Pass the square matrix of distances, or n x m with Y.',
    );
  }
  return values;
}

/** All rows, or rows `start` to `end`, as a block for the kernels. */
export function block(matrix: Matrix, start = 0, end = matrix.rows): RowBlock {
  return { data: matrix.data, columns: matrix.columns, start, end };
}

/** Rows of the triangle that are computed at a time. */
const TRIANGLE_ROWS = 64;

/**
 * One value per row of X and row of Y, from a kernel that fills blocks. With one set of rows only one triangle is
 * computed and then mirrored.
 */
export function fillPairs({ X, Y, same }: RowPair, fill: BlockFill): Matrix {
  const n = X.rows;
  const m = Y.rows;
  const out = new Float64Array(n * m);
  if (!same) {
    fill(block(X), block(Y), out);
    return Matrix.of(out, m);
  }
  const part = new Float64Array(Math.min(n, TRIANGLE_ROWS) * n);
  for (let from = 0; from < n; from += TRIANGLE_ROWS) {
    const to = Math.min(n, from + TRIANGLE_ROWS);
    const width = n - from;
    fill(block(X, from, to), block(X, from), part);
    for (let i = from; i < to; i++) {
      out.set(part.subarray((i - from) * width, (i - from + 1) * width), i * n + from);
    }
  }
  mirror(out, n);
  return Matrix.of(out, n);
}

/** Rows and columns of the squares that are mirrored together: they fit in the cache. */
const SQUARE = 16;

/** Copies the upper triangle of a square matrix onto the lower, square by square. */
function mirror(out: Float64Array, n: number): void {
  for (let top = 0; top < n; top += SQUARE) {
    const end = Math.min(n, top + SQUARE);
    for (let left = 0; left <= top; left += SQUARE) {
      for (let i = top; i < end; i++) {
        const stop = Math.min(left + SQUARE, i);
        for (let j = left, to = i * n + left, at = left * n + i; j < stop; j++, to++, at += n)
          out[to] = out[at];
      }
    }
  }
}

function readRows(X: MatrixLike, caller: string, argument: string, rules: PairRules): Matrix {
  const matrix = asMatrix(X, { estimator: caller, argument, allowNaN: rules.allowNaN });
  if (rules.nonNegative) {
    const bad = matrix.data.find((value) => value < 0);
    if (bad !== undefined)
      throw inputError(
        caller,
        argument,
        'must not hold negative values',
        describe(bad),
        'Shift or drop them.',
      );
  }
  return matrix;
}
