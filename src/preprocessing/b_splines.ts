/** The B-splines of one column: all knots, those beyond the ends included. */
export interface SplineBasis {
  readonly knots: Float64Array;
  readonly degree: number;
}

/** The interval that holds x: the last knot not above it, within the part where the splines are complete. */
export function intervalOf({ knots, degree }: SplineBasis, x: number): number {
  let low = degree;
  let high = knots.length - degree - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (knots[middle] <= x) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Writes the values at x of the splines that are not 0 in an interval, `degree` + 1 of them, to `values`: spline
 * `interval - degree` first. O(degree^2). Reference: de Boor, A Practical Guide to Splines (1978), ch. X.
 */
export function splineValues(
  { knots }: SplineBasis,
  degree: number,
  interval: number,
  x: number,
  values: Float64Array,
): void {
  values[0] = 1;
  for (let order = 1; order <= degree; order++) {
    let carried = 0;
    for (let r = 0; r < order; r++) {
      const right = knots[interval + r + 1];
      const left = knots[interval + r + 1 - order];
      // Knots that coincide span nothing.
      const part = right === left ? 0 : values[r] / (right - left);
      values[r] = carried + part * (right - x);
      carried = part * (x - left);
    }
    values[order] = carried;
  }
}

/** The slopes of the same splines. */
export function splineSlopes(basis: SplineBasis, interval: number, x: number): Float64Array {
  const { knots, degree } = basis;
  const slopes = new Float64Array(degree + 1);
  if (degree === 0) return slopes;
  const lower = new Float64Array(degree);
  splineValues(basis, degree - 1, interval, x, lower);
  for (let r = 0; r < degree; r++) {
    // The lower spline r begins at this knot; it rises in spline r + 1 and falls in spline r.
    const from = interval - degree + 1 + r;
    const width = knots[from + degree] - knots[from];
    const share = width === 0 ? 0 : (degree * lower[r]) / width;
    slopes[r + 1] += share;
    slopes[r] -= share;
  }
  return slopes;
}

/**
 * The base knots with `degree` more on either side: the outer gaps repeated, or, for periodic splines, the gaps of the
 * other end.
 */
export function extendKnots(base: Float64Array, degree: number, periodic: boolean): Float64Array {
  const n = base.length;
  const knots = new Float64Array(n + 2 * degree);
  knots.set(base, degree);
  const period = base[n - 1] - base[0];
  const first = base[1] - base[0];
  const last = base[n - 1] - base[n - 2];
  for (let i = 1; i <= degree; i++) {
    knots[degree - i] = periodic ? base[n - 1 - i] - period : base[0] - i * first;
    knots[degree + n - 1 + i] = periodic ? base[i] + period : base[n - 1] + i * last;
  }
  return knots;
}
