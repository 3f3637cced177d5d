// The common case of classification made quick: one output and whole weights, as bootstrap counts are. Class and weight
// of a row then fit 32 bits (weight << 16 | class) and travel with the keys; sums of weights are exact in any order.
import { at } from '../shared/simd';
import { criterion, ENTROPY, monotonic, nOutputs, targets, weights } from './problem';

/** Class and weight of each row of the data (u32). */
let packed: usize = 0;
/** The same of each row of the node at work. */
export let nodePacked: usize = 0;
/** Whether the rows of the tree can be packed. */
export let isPacked: bool = false;

export function setPackedRoom(rows: usize, node: usize): void {
  packed = rows;
  nodePacked = node;
}

// @ts-ignore: decorator
@inline
export function packedRow(row: u32): u32 { return load<u32>(packed + (<usize>row << 2)); }

/** Packs the first `n` entries of `rows`, if they can be. */
export function packRows(rows: usize, n: i32): void {
  isPacked = false;
  if (criterion > ENTROPY || nOutputs != 1 || monotonic) return;
  let total: i64 = 0;
  for (let i = 0; i < n; i++) {
    const row = <usize>load<u32>(at<u32>(rows, i));
    const w = load<f64>(weights + (row << 3)), c = load<i32>(targets + (row << 2));
    if (w > 65535 || w != Math.floor(w) || c > 65535) return;
    total += <i64>w;
    store<u32>(packed + (row << 2), (<u32>w << 16) | <u32>c);
  }
  isPacked = total < 0x7fffffff;
}
