// A binary heap of (distance, index) with the worst on top: the largest distance, among equals the largest index.
import { at } from '../shared/simd';

// @ts-ignore: decorator
@inline
function worse(d: f64, i: i32, otherD: f64, otherI: i32): bool {
  return d > otherD || (d == otherD && i > otherI);
}

// @ts-ignore: decorator
@inline
function put(distances: usize, indices: usize, slot: i32, d: f64, i: i32): void {
  store<f64>(at<f64>(distances, slot), d);
  store<i32>(at<i32>(indices, slot), i);
}

/** Adds an entry to a heap of `size` entries. */
export function push(distances: usize, indices: usize, size: i32, d: f64, i: i32): void {
  let slot = size;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    const parentD = load<f64>(at<f64>(distances, parent));
    const parentI = load<i32>(at<i32>(indices, parent));
    if (!worse(d, i, parentD, parentI)) break;
    put(distances, indices, slot, parentD, parentI);
    slot = parent;
  }
  put(distances, indices, slot, d, i);
}

/** Puts an entry in the place of the worst. */
export function replaceTop(distances: usize, indices: usize, size: i32, d: f64, i: i32): void {
  let slot = 0;
  for (let child = 1; child < size; child = 2 * slot + 1) {
    let childD = load<f64>(at<f64>(distances, child));
    let childI = load<i32>(at<i32>(indices, child));
    if (child + 1 < size) {
      const rightD = load<f64>(at<f64>(distances, child + 1));
      const rightI = load<i32>(at<i32>(indices, child + 1));
      if (worse(rightD, rightI, childD, childI)) {
        childD = rightD;
        childI = rightI;
        child++;
      }
    }
    if (!worse(childD, childI, d, i)) break;
    put(distances, indices, slot, childD, childI);
    slot = child;
  }
  put(distances, indices, slot, d, i);
}

/** Whether an entry is better than the worst. */
export function beatsTop(distances: usize, indices: usize, d: f64, i: i32): bool {
  return worse(load<f64>(distances), load<i32>(indices), d, i);
}

/** Sorts the heap, best first. */
export function sortHeap(distances: usize, indices: usize, size: i32): void {
  for (let last = size - 1; last > 0; last--) {
    const topD = load<f64>(distances);
    const topI = load<i32>(indices);
    replaceTop(distances, indices, last, load<f64>(at<f64>(distances, last)), load<i32>(at<i32>(indices, last)));
    put(distances, indices, last, topD, topI);
  }
}
