// Sorts doubles by their bits, eight at a time from the lowest (radix sort): O(n), whatever the values.

const counts = memory.data(8 * 256 * 4, 16);

/** Sorts `n` doubles; `spare` is room for as many. NaN must not occur. The result stands in `values`. */
export function sortDoubles(values: usize, n: i32, spare: usize): void {
  memory.fill(counts, 0, 8 * 256 * 4);
  const bytes = <usize>n << 3;
  for (let at: usize = 0; at < bytes; at += 8) {
    const bits = load<i64>(values + at);
    // Negative numbers are turned round, positive ones lifted above them: bits then compare as numbers do.
    const key = <u64>(bits ^ ((bits >> 63) | i64.MIN_VALUE));
    store<u64>(values + at, key);
    for (let digit: usize = 0; digit < 8; digit++) {
      const slot = counts + (((digit << 8) | <usize>((key >> (<u64>digit << 3)) & 255)) << 2);
      store<u32>(slot, load<u32>(slot) + 1);
    }
  }
  let from = values, to = spare;
  for (let digit: usize = 0; digit < 8; digit++) {
    const table = counts + (digit << 10);
    if (!startsOf(table, n)) continue;
    const shift = <u64>digit << 3;
    for (let at = from, end = from + bytes; at < end; at += 8) {
      const key = load<u64>(at);
      const slot = table + (<usize>((key >> shift) & 255) << 2);
      const place = load<u32>(slot);
      store<u32>(slot, place + 1);
      store<u64>(to + (<usize>place << 3), key);
    }
    const swap = from;
    from = to;
    to = swap;
  }
  for (let at: usize = 0; at < bytes; at += 8) {
    const key = load<i64>(from + at);
    store<i64>(values + at, key ^ ((~key >> 63) | i64.MIN_VALUE));
  }
}

/** Turns the counts of a digit into first places; false when all keys have the same digit. */
function startsOf(table: usize, n: i32): bool {
  let sum: u32 = 0;
  for (let at = table, end = table + 1024; at < end; at += 4) {
    const count = load<u32>(at);
    if (count == <u32>n) return false;
    store<u32>(at, sum);
    sum += count;
  }
  return true;
}
