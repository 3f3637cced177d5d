import type { RandomState } from './random_state.js';

/**
 * How many of `draws` each class gets when they are shared in proportion to its count: the whole parts, and the
 * largest remainders rounded up, ties drawn. O(k log k).
 */
export function approximateMode(counts: Int32Array, draws: number, random: RandomState): Int32Array {
  let total = 0;
  for (const count of counts) total += count;
  const result = new Int32Array(counts.length);
  const remainders = new Float64Array(counts.length);
  let missing = draws;
  for (let c = 0; c < counts.length; c++) {
    const exact = (counts[c] / total) * draws;
    result[c] = Math.floor(exact);
    remainders[c] = exact - result[c];
    missing -= result[c];
  }
  // Stable, so that tied classes stand in their own order, as the draw among them expects.
  const order = [...remainders.keys()].sort((a, b) => remainders[b] - remainders[a]);
  for (let from = 0; missing > 0 && from < order.length; ) {
    let to = from + 1;
    while (to < order.length && remainders[order[to]] === remainders[order[from]]) to++;
    const tied = order.slice(from, to);
    const size = Math.min(tied.length, missing);
    for (const c of random.choice(tied, { size, replace: false })) result[c]++;
    missing -= size;
    from = to;
  }
  return result;
}
