// Reorders the rows of a node: those that go left first, in their old order, then those that go right.
import { bins, features, order, spare } from './problem';

/** `sides` holds a byte per bin: 1 goes left. Returns the number of rows that do. */
export function partition(start: i32, count: i32, f: i32, sides: usize): i32 {
  const first = order + (<usize>start << 2), last = first + (<usize>count << 2);
  const codes = bins + f, stride = <usize>features;
  let left = first, right = spare;
  for (let p = first; p < last; p += 4) {
    const row = load<u32>(p);
    // Both are written and one is kept: no branch to mispredict.
    const goes = <usize>load<u8>(sides + <usize>load<u8>(codes + <usize>row * stride));
    store<u32>(left, row);
    store<u32>(right, row);
    left += goes << 2;
    right += (1 - goes) << 2;
  }
  memory.copy(left, spare, right - spare);
  return <i32>((left - first) >> 2);
}

/** Adds the value of a leaf to the raw predictions (f64) of its rows. */
export function addValue(raw: usize, start: i32, count: i32, value: f64): void {
  let p = order + (<usize>start << 2);
  const last = p + (<usize>count << 2);
  for (; p < last; p += 4) {
    const at = raw + (<usize>load<u32>(p) << 3);
    store<f64>(at, load<f64>(at) + value);
  }
}
