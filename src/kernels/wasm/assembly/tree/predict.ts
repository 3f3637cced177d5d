// Rows through a finished tree. The nodes are packed to 16 bytes, siblings side by side, so that a step is one load of
// the node, one of the cell, and an addition instead of a branch that nobody could predict.
import { at } from '../shared/simd';

// A node: threshold (f64), column (u32), first child (i32). A leaf looks at column 0 with the threshold NaN, to which no
// value compares, and has itself as the second child: rows that have arrived stay.
const NODE_BYTES: usize = 16;
/** Set in the column of nodes that send missing values left. */
const MISSING_LEFT: u32 = 0x80000000;

/**
 * Packs `n` nodes whose children come after them. `places` (i32) receives the place of each node, `leaves` (i32) the
 * node at each place.
 */
export function packTree(
  n: i32, feature: usize, threshold: usize, left: usize, right: usize, missingLeft: usize, packed: usize,
  places: usize, nodes: usize,
): void {
  store<i32>(places, 0);
  let next = 1;
  for (let id = 0; id < n; id++) {
    const place = load<i32>(at<i32>(places, id));
    const node = packed + <usize>place * NODE_BYTES;
    const f = load<i32>(at<i32>(feature, id));
    store<i32>(at<i32>(nodes, place), id);
    if (f < 0) {
      store<f64>(node, NaN);
      store<u32>(node, 0, 8);
      store<i32>(node, place - 1, 12);
      continue;
    }
    store<f64>(node, load<f64>(at<f64>(threshold, id)));
    store<u32>(node, <u32>f | (load<u8>(missingLeft + <usize>id) != 0 ? MISSING_LEFT : 0), 8);
    store<i32>(node, next, 12);
    store<i32>(at<i32>(places, load<i32>(at<i32>(left, id))), next);
    store<i32>(at<i32>(places, load<i32>(at<i32>(right, id))), next + 1);
    next += 2;
  }
}

// @ts-ignore: decorator
@inline
function step(packed: usize, row: usize, place: i32): i32 {
  const node = packed + <usize>place * NODE_BYTES;
  const value = load<f64>(row + (<usize>load<u32>(node, 8) << 3));
  return load<i32>(node, 12) + <i32>!(value <= load<f64>(node));
}

/** A step where values may be missing. */
// @ts-ignore: decorator
@inline
function stepMissing(packed: usize, row: usize, place: i32): i32 {
  const node = packed + <usize>place * NODE_BYTES;
  const column = load<u32>(node, 8);
  const value = load<f64>(row + (<usize>(column & ~MISSING_LEFT) << 3));
  const goesLeft = value <= load<f64>(node) || (value != value && (column & MISSING_LEFT) != 0);
  return load<i32>(node, 12) + <i32>!goesLeft;
}

/** Clears the marks of missing values, which rows without any need not look at. */
function stripMarks(n: i32, packed: usize): void {
  for (let place = 0; place < n; place++) {
    const column = packed + <usize>place * NODE_BYTES + 8;
    store<u32>(column, load<u32>(column) & ~MISSING_LEFT);
  }
}

/**
 * Writes the leaf of each of `rows` rows of `columns` cells to `leaves` (i32). Eight rows walk at a time, so that the
 * processor has something to do while it waits for memory.
 */
export function applyTree(
  n: i32, packed: usize, nodes: usize, rows: i32, columns: i32, data: usize, missing: bool, leaves: usize,
): void {
  const stride = <usize>columns << 3;
  if (!missing) stripMarks(n, packed);
  let i = 0;
  if (!missing && n > 1) {
    for (const whole = rows - 7; i < whole; i += 8) {
      const r0 = data + <usize>i * stride, r1 = r0 + stride, r2 = r1 + stride, r3 = r2 + stride;
      const r4 = r3 + stride, r5 = r4 + stride, r6 = r5 + stride, r7 = r6 + stride;
      let p0 = 0, p1 = 0, p2 = 0, p3 = 0, p4 = 0, p5 = 0, p6 = 0, p7 = 0, moved = 1;
      while (moved != 0) {
        const q0 = step(packed, r0, p0), q1 = step(packed, r1, p1), q2 = step(packed, r2, p2), q3 = step(packed, r3, p3);
        const q4 = step(packed, r4, p4), q5 = step(packed, r5, p5), q6 = step(packed, r6, p6), q7 = step(packed, r7, p7);
        moved = (q0 ^ p0) | (q1 ^ p1) | (q2 ^ p2) | (q3 ^ p3) | (q4 ^ p4) | (q5 ^ p5) | (q6 ^ p6) | (q7 ^ p7);
        p0 = q0; p1 = q1; p2 = q2; p3 = q3; p4 = q4; p5 = q5; p6 = q6; p7 = q7;
      }
      const to = at<i32>(leaves, i);
      store<i32>(to, load<i32>(at<i32>(nodes, p0)));
      store<i32>(to, load<i32>(at<i32>(nodes, p1)), 4);
      store<i32>(to, load<i32>(at<i32>(nodes, p2)), 8);
      store<i32>(to, load<i32>(at<i32>(nodes, p3)), 12);
      store<i32>(to, load<i32>(at<i32>(nodes, p4)), 16);
      store<i32>(to, load<i32>(at<i32>(nodes, p5)), 20);
      store<i32>(to, load<i32>(at<i32>(nodes, p6)), 24);
      store<i32>(to, load<i32>(at<i32>(nodes, p7)), 28);
    }
  }
  for (; i < rows; i++) {
    const row = data + <usize>i * stride;
    let place = -1, next = 0;
    while (n > 1 && next != place) {
      place = next;
      next = stepMissing(packed, row, place);
    }
    store<i32>(at<i32>(leaves, i), load<i32>(at<i32>(nodes, next)));
  }
}

/** Adds the `width` values of each row's leaf to its sums. */
export function addLeaves(rows: i32, leaves: usize, width: i32, values: usize, sums: usize): void {
  let to = sums;
  for (let i = 0; i < rows; i++) {
    let from = at<f64>(values, load<i32>(at<i32>(leaves, i)) * width);
    for (let c = 0; c < width; c++) {
      store<f64>(to, load<f64>(to) + load<f64>(from));
      from += 8;
      to += 8;
    }
  }
}
