const BITS = 11;
const BUCKETS = 1 << BITS;
/** Below this many values a comparing sort is faster than counting into buckets. */
const FEW = 2048;

/**
 * The positions of `values` from the greatest to the least; equal values keep their order. The values must not be
 * NaN, and zeros not negative. O(n) for many values: a radix sort of the bits of the numbers, which calls no comparing
 * function.
 */
export function descendingOrder(values: Float64Array): Int32Array {
  const n = values.length;
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  if (n < FEW) return order.sort((a, b) => values[b] - values[a] || a - b);
  const keys = sortableBits(values);
  let from = order;
  let to = new Int32Array(n);
  const counts = new Int32Array(BUCKETS);
  for (let word = 0; word < 2; word++) {
    for (let shift = 0; shift < 32; shift += BITS) {
      counts.fill(0);
      for (let i = 0; i < n; i++) counts[(keys[2 * i + word] >>> shift) & (BUCKETS - 1)]++;
      // All keys in one bucket: this digit sorts nothing.
      if (counts[(keys[word] >>> shift) & (BUCKETS - 1)] === n) continue;
      let start = 0;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const count = counts[bucket];
        counts[bucket] = start;
        start += count;
      }
      for (let i = 0; i < n; i++) {
        const at = from[i];
        to[counts[(keys[2 * at + word] >>> shift) & (BUCKETS - 1)]++] = at;
      }
      [from, to] = [to, from];
    }
  }
  return from;
}

/** Two 32-bit words per number, low word first, whose unsigned order is the falling order of the numbers. */
function sortableBits(values: Float64Array): Uint32Array {
  const bits = new Uint32Array(Float64Array.from(values).buffer);
  // Which half of a number comes first in memory depends on the machine.
  const high = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? 1 : 0;
  for (let i = 0; i < bits.length; i += 2) {
    const top = bits[i + high];
    const bottom = bits[i + 1 - high];
    const negative = top >>> 31 === 1;
    // Negative numbers fall with rising bits as they are; the others need their bits turned, all but the sign.
    bits[i] = negative ? bottom : ~bottom;
    bits[i + 1] = negative ? top : ~top & 0x7fffffff;
  }
  return bits;
}
