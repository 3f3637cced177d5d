import { atOnce, type Chunks } from './chunks.js';

const MAX_SWEEPS = 60;

/** Takes a rotation of eigenvectors i and j. */
export interface Rotations {
  add(i: number, j: number, c: number, s: number): void;
}

/**
 * The eigenvalues of a symmetric tridiagonal matrix, left in d in no order; e (n values, the last unused) is destroyed.
 * Implicit QL or QR, whichever end of a block is the smaller (Dubrulle, Martin, Wilkinson 1968). The matrix must be
 * scaled to values of about 1. O(n^2) and as many rotations.
 */
export function tridiagonalQL(d: Float64Array, e: Float64Array, rotations: Rotations | undefined): void {
  atOnce(tridiagonalSweeps(d, e, rotations));
}

/** The same, a sweep at a time. */
export function* tridiagonalSweeps(
  d: Float64Array,
  e: Float64Array,
  rotations: Rotations | undefined,
): Chunks<void> {
  const n = d.length;
  let direction = 1;
  let blockEnd = -1;
  let sweeps = 0;
  let low = 0;
  while (low < n - 1) {
    // The unreduced block that begins at low. Late sweeps take what is small beside the sum for zero.
    let high = low;
    while (high < n - 1) {
      const size = Math.abs(e[high]);
      const a = Math.abs(d[high]);
      const b = Math.abs(d[high + 1]);
      const bound = sweeps < MAX_SWEEPS ? Math.sqrt(a) * Math.sqrt(b) : a + b + 1e-3;
      if (size <= Number.EPSILON * 0.5 * bound || size < 1e-290) break;
      high++;
    }
    if (high < n - 1) e[high] = 0;
    if (high === low) {
      low++;
      sweeps = 0;
      continue;
    }
    if (low > blockEnd || high > blockEnd) {
      direction = Math.abs(d[high]) < Math.abs(d[low]) ? -1 : 1;
      blockEnd = high;
      sweeps = 0;
    }
    sweeps++;
    sweep(d, e, low, high, direction, rotations);
    yield;
    if (sweeps > 100 * MAX_SWEEPS) return; // cannot happen for finite input; never hang
  }
}

/** One implicit step on the block, towards its low end (direction 1) or its high end (-1). */
function sweep(
  d: Float64Array,
  e: Float64Array,
  low: number,
  high: number,
  direction: number,
  rotations: Rotations | undefined,
): void {
  const base = direction > 0 ? low : high;
  const last = direction > 0 ? high : low;
  const beside = direction > 0 ? 0 : -1; // e[i + beside] couples i and i + direction
  const e0 = e[base + beside];
  let g = (d[base + direction] - d[base]) / (2 * e0);
  const root = Math.sqrt(g * g + 1);
  g = d[last] - d[base] + e0 / (g >= 0 ? g + root : g - root);
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = last - direction; ; i -= direction) {
    const next = i + direction;
    const coupling = e[i + beside];
    const f = s * coupling;
    const b = c * coupling;
    const r = Math.sqrt(f * f + g * g);
    if (next !== last) e[next + beside] = r;
    if (r === 0) {
      d[next] -= p;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[next] - p;
    const t = (d[i] - g) * s + 2 * c * b;
    p = s * t;
    d[next] = g + p;
    g = c * t - b;
    rotations?.add(next, i, c, s);
    if (i === base) break;
  }
  d[base] -= p;
  e[base + beside] = g;
}
