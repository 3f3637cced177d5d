/**
 * The non-decreasing sequence nearest to `y` in weighted squares (pool adjacent violators). Weights must be above 0.
 * O(n). Reference: Busing, Journal of Statistical Software 102 (2022), code snippet 1.
 */
export function poolAdjacentViolators(y: ArrayLike<number>, weight: ArrayLike<number>): Float64Array {
  const n = y.length;
  const result = new Float64Array(n);
  // Blocks so far: mean, weight and end of each.
  const means = new Float64Array(n);
  const weights = new Float64Array(n);
  const ends = new Int32Array(n);
  let blocks = 0;
  for (let i = 0; i < n; i++) {
    let mean = y[i];
    let total = weight[i];
    while (blocks > 0 && means[blocks - 1] >= mean) {
      blocks--;
      mean = (means[blocks] * weights[blocks] + mean * total) / (weights[blocks] + total);
      total += weights[blocks];
    }
    means[blocks] = mean;
    weights[blocks] = total;
    ends[blocks++] = i + 1;
  }
  for (let b = 0, i = 0; b < blocks; b++) {
    while (i < ends[b]) result[i++] = means[b];
  }
  return result;
}

/** A piecewise linear function: its corners by ascending x. */
export interface Polyline {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/**
 * The non-decreasing function of x nearest to y, as its corners: rows of equal x are averaged first, and inner
 * corners on a level stretch are left out. Rows of weight 0 do not count; `clip` bounds the values. O(n log n).
 */
export function isotonicPolyline(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weight: ArrayLike<number> | undefined,
  clip: (value: number) => number = (value) => value,
): Polyline {
  const order = Array.from({ length: x.length }, (_, i) => i)
    .filter((i) => !weight || weight[i] > 0)
    .sort((a, b) => x[a] - x[b] || y[a] - y[b]);
  const places: number[] = [];
  const means: number[] = [];
  const weights: number[] = [];
  for (const i of order) {
    const w = weight ? weight[i] : 1;
    const last = places.length - 1;
    if (last >= 0 && places[last] === x[i]) {
      means[last] += (w / (weights[last] + w)) * (y[i] - means[last]);
      weights[last] += w;
    } else {
      places.push(x[i]);
      means.push(y[i]);
      weights.push(w);
    }
  }
  const fitted = poolAdjacentViolators(means, weights).map(clip);
  const n = fitted.length;
  const corners = Array.from({ length: n }, (_, i) => i).filter(
    (i) => i === 0 || i === n - 1 || fitted[i] !== fitted[i - 1] || fitted[i] !== fitted[i + 1],
  );
  return {
    x: Float64Array.from(corners, (i) => places[i]),
    y: Float64Array.from(corners, (i) => fitted[i]),
  };
}

/** The value at `at`, linear between corners and level beyond the ends. O(log n). */
export function polylineAt({ x, y }: Polyline, at: number): number {
  const last = x.length - 1;
  if (!(at > x[0])) return y[0];
  if (at >= x[last]) return y[last];
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle] <= at) low = middle;
    else high = middle;
  }
  const share = (at - x[low]) / (x[high] - x[low]);
  return y[low] + share * (y[high] - y[low]);
}
