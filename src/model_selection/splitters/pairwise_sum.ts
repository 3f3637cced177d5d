/**
 * The sum of `values[from .. to)` in the order of NumPy: eight running sums, halves beyond 128 values. Where ties
 * are broken by sums, adding in another order would break them otherwise. Error grows with log n only.
 */
export function pairwiseSum(values: Float64Array, from = 0, to = values.length): number {
  const n = to - from;
  if (n < 8) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    return sum;
  }
  if (n > 128) {
    const half = n >>> 1;
    const middle = from + half - (half % 8);
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  let [s0, s1, s2, s3, s4, s5, s6, s7] = values.subarray(from, from + 8);
  const end = to - (n % 8);
  for (let i = from + 8; i < end; i += 8) {
    s0 += values[i];
    s1 += values[i + 1];
    s2 += values[i + 2];
    s3 += values[i + 3];
    s4 += values[i + 4];
    s5 += values[i + 5];
    s6 += values[i + 6];
    s7 += values[i + 7];
  }
  let sum = s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7));
  for (let i = end; i < to; i++) sum += values[i];
  return sum;
}

/** The standard deviation (over n) of values, rounded as NumPy rounds them. */
export function deviation(values: Float64Array): number {
  const n = values.length;
  const mean = pairwiseSum(values) / n;
  const squares = values.map((value) => (value - mean) * (value - mean));
  return Math.sqrt(pairwiseSum(squares) / n);
}
