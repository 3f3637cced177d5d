// Sorting of u64 keys whose upper half is a code below 2^bits.
import { at } from '../shared/simd';

const INSERTION = 24;
const RADIX_FROM = 1024;
const DIGIT_BITS = 11;
const counts = memory.data(4 << DIGIT_BITS, 16);

/** Sorts `n` keys; `spare` has room for as many. */
export function sortKeys(keys: usize, n: i32, spare: usize, bits: i32): void {
  if (n >= RADIX_FROM) radixSort(keys, n, spare, bits);
  else quickSort(keys, n);
}

// The counts of one digit serve as counts of buckets too.
const MOST_BUCKETS = 2047;
const BUCKETS_TO = 8192;

/**
 * Sorts `n` keys whose codes lie between `lowest` and `highest`. Codes are ranks, so they lie about evenly: one pass
 * puts keys into about as many buckets as there are keys, and what shares a bucket is sorted there.
 */
export function sortRange(keys: usize, n: i32, spare: usize, lowest: u32, highest: u32): void {
  if (n <= INSERTION) return insertionSort(keys, n);
  if (n > BUCKETS_TO) return radixSort(keys, n, spare, 32 - clz(highest));
  const range = highest - lowest, most = <u32>min(2 * n, MOST_BUCKETS);
  let shift = 32;
  while (range >> (shift - 32) >= most) shift++;
  const count = <i32>(range >> (shift - 32)) + 1;
  const base = <u64>lowest << 32;
  memory.fill(counts, 0, <usize>(count + 1) << 2);
  const end = at<u64>(keys, n);
  for (let p = keys; p < end; p += 8) {
    const b = counts + (<usize>((load<u64>(p) - base) >> shift) << 2);
    store<u32>(b, load<u32>(b) + 1);
  }
  let sum: u32 = 0;
  for (let b = counts, last = counts + (<usize>count << 2); b <= last; b += 4) {
    const size = load<u32>(b);
    store<u32>(b, sum);
    sum += size;
  }
  for (let p = keys; p < end; p += 8) {
    const key = load<u64>(p);
    const b = counts + (<usize>((key - base) >> shift) << 2);
    const slot = load<u32>(b);
    store<u32>(b, slot + 1);
    store<u64>(spare + (<usize>slot << 3), key);
  }
  // Now each bucket's entry is where it ends. Short ones are put in order on the way back, long ones before it.
  for (let b = 0, from: u32 = 0; b < count; b++) {
    const to = load<u32>(at<u32>(counts, b));
    if (to - from > <u32>INSERTION) quickSort(spare + (<usize>from << 3), <i32>(to - from));
    from = to;
  }
  mergeInsert(spare, keys, n);
}

/** Copies nearly sorted keys, sorting them on the way. */
function mergeInsert(from: usize, to: usize, n: i32): void {
  store<u64>(to, load<u64>(from));
  for (let i = 1; i < n; i++) {
    const key = load<u64>(at<u64>(from, i));
    let q = at<u64>(to, i);
    while (q > to && load<u64>(q - 8) > key) {
      store<u64>(q, load<u64>(q - 8));
      q -= 8;
    }
    store<u64>(q, key);
  }
}

function insertionSort(a: usize, n: i32): void {
  const end = at<u64>(a, n);
  for (let p = a + 8; p < end; p += 8) {
    const key = load<u64>(p);
    let q = p;
    while (q > a && load<u64>(q - 8) > key) {
      store<u64>(q, load<u64>(q - 8));
      q -= 8;
    }
    store<u64>(q, key);
  }
}

function quickSort(a: usize, n: i32): void {
  while (n > INSERTION) {
    const first = load<u64>(a), middle = load<u64>(at<u64>(a, n >> 1)), last = load<u64>(at<u64>(a, n - 1));
    const pivot = first < middle
      ? (middle < last ? middle : max(first, last))
      : (first < last ? first : max(middle, last));
    let i = a, j = at<u64>(a, n - 1);
    while (true) {
      while (load<u64>(i) < pivot) i += 8;
      while (load<u64>(j) > pivot) j -= 8;
      if (i >= j) break;
      const kept = load<u64>(i);
      store<u64>(i, load<u64>(j));
      store<u64>(j, kept);
      i += 8;
      j -= 8;
    }
    // [a, i) is at most the pivot, [i, end) at least; recursion into the shorter part bounds its depth.
    const left = <i32>((i - a) >> 3);
    if (left < n - left) {
      quickSort(a, left);
      a = i;
      n -= left;
    } else {
      quickSort(i, n - left);
      n = left;
    }
  }
  insertionSort(a, n);
}

/** Least significant digit first, over the bits of the code only: stable. */
function radixSort(keys: usize, n: i32, spare: usize, bits: i32): void {
  let from = keys, to = spare;
  const passes = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
  const digit = (bits + passes - 1) / passes;
  const mask: u64 = (<u64>1 << digit) - 1;
  for (let shift = 32; shift < 32 + bits; shift += digit) {
    memory.fill(counts, 0, <usize>4 << digit);
    const end = at<u64>(from, n);
    for (let p = from; p < end; p += 8) {
      const c = counts + (<usize>((load<u64>(p) >> shift) & mask) << 2);
      store<u32>(c, load<u32>(c) + 1);
    }
    let sum: u32 = 0;
    for (let c = counts, last = counts + (<usize>4 << digit); c < last; c += 4) {
      const count = load<u32>(c);
      store<u32>(c, sum);
      sum += count;
    }
    for (let p = from; p < end; p += 8) {
      const key = load<u64>(p);
      const c = counts + (<usize>((key >> shift) & mask) << 2);
      const slot = load<u32>(c);
      store<u32>(c, slot + 1);
      store<u64>(to + (<usize>slot << 3), key);
    }
    const kept = from;
    from = to;
    to = kept;
  }
  if (from != keys) memory.copy(keys, from, <usize>n << 3);
}
