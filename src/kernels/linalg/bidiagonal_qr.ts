import type { Chunks } from './chunks.js';
import type { Rotations } from './tridiagonal_ql.js';

const MAX_SWEEPS = 75;

/**
 * The singular values of an upper bidiagonal matrix with diagonal s and superdiagonal e (n values, the last 0), left in
 * s in no order, some perhaps negative. Golub and Kahan's implicit QR with the splits of Golub and Reinsch (1970). The
 * matrix must be scaled to values of about 1.
 */
export function* bidiagonalQR(
  s: Float64Array,
  e: Float64Array,
  left: Rotations | undefined,
  right: Rotations | undefined,
): Chunks<void> {
  const tiny = 2 ** -966;
  let end = s.length;
  let sweeps = 0;
  while (end > 1) {
    // The block that ends before `end` begins after the last negligible superdiagonal.
    const loose = sweeps > MAX_SWEEPS ? 1e-3 : 0;
    let k = end - 2;
    for (; k >= 0; k--) {
      if (Math.abs(e[k]) <= tiny + Number.EPSILON * 0.5 * (Math.abs(s[k]) + Math.abs(s[k + 1]) + loose)) {
        e[k] = 0;
        break;
      }
    }
    if (k === end - 2) {
      end--;
      sweeps = 0;
      continue;
    }
    const begin = k + 1;
    let zero = end - 1;
    for (; zero >= begin; zero--) {
      const beside = (zero < end - 1 ? Math.abs(e[zero]) : 0) + (zero > begin ? Math.abs(e[zero - 1]) : 0);
      if (Math.abs(s[zero]) <= tiny + Number.EPSILON * 0.5 * beside) break;
    }
    if (zero === end - 1) {
      s[zero] = 0;
      clearColumn(s, e, begin, end, right);
    } else if (zero >= begin) {
      s[zero] = 0;
      clearRow(s, e, zero, end, left);
    } else {
      step(s, e, begin, end, left, right);
    }
    yield;
    sweeps++;
    if (sweeps > 100 * MAX_SWEEPS) return; // cannot happen for finite input; never hang
  }
}

/** s[end - 1] is zero: rotates the value above it away. */
function clearColumn(
  s: Float64Array,
  e: Float64Array,
  begin: number,
  end: number,
  right: Rotations | undefined,
): void {
  let f = e[end - 2];
  e[end - 2] = 0;
  for (let j = end - 2; j >= begin; j--) {
    const t = Math.sqrt(s[j] * s[j] + f * f);
    const c = t === 0 ? 1 : s[j] / t;
    const n = t === 0 ? 0 : f / t;
    s[j] = t;
    if (j > begin) {
      f = -n * e[j - 1];
      e[j - 1] *= c;
    }
    right?.add(j, end - 1, c, n);
  }
}

/** s[zero] is zero: rotates the value beside it away. */
function clearRow(
  s: Float64Array,
  e: Float64Array,
  zero: number,
  end: number,
  left: Rotations | undefined,
): void {
  let f = e[zero];
  e[zero] = 0;
  for (let j = zero + 1; j < end; j++) {
    const t = Math.sqrt(s[j] * s[j] + f * f);
    const c = t === 0 ? 1 : s[j] / t;
    const n = t === 0 ? 0 : f / t;
    s[j] = t;
    f = -n * e[j];
    e[j] *= c;
    left?.add(j, zero, c, n);
  }
}

/** One shifted QR step on the block. */
function step(
  s: Float64Array,
  e: Float64Array,
  begin: number,
  end: number,
  left: Rotations | undefined,
  right: Rotations | undefined,
): void {
  const last = s[end - 1];
  const before = s[end - 2];
  const b = ((before + last) * (before - last) + e[end - 2] * e[end - 2]) / 2;
  const c2 = (last * e[end - 2]) ** 2;
  let shift = 0;
  if (b !== 0 || c2 !== 0) {
    const root = Math.sqrt(b * b + c2);
    shift = c2 / (b < 0 ? b - root : b + root);
  }
  let f = (s[begin] + last) * (s[begin] - last) + shift;
  let g = s[begin] * e[begin];
  for (let j = begin; j < end - 1; j++) {
    let t = Math.sqrt(f * f + g * g);
    let c = t === 0 ? 1 : f / t;
    let n = t === 0 ? 0 : g / t;
    if (j > begin) e[j - 1] = t;
    f = c * s[j] + n * e[j];
    e[j] = c * e[j] - n * s[j];
    g = n * s[j + 1];
    s[j + 1] *= c;
    right?.add(j, j + 1, c, n);
    t = Math.sqrt(f * f + g * g);
    c = t === 0 ? 1 : f / t;
    n = t === 0 ? 0 : g / t;
    s[j] = t;
    f = c * e[j] + n * s[j + 1];
    s[j + 1] = c * s[j + 1] - n * e[j];
    g = n * e[j + 1];
    e[j + 1] *= c;
    left?.add(j, j + 1, c, n);
  }
  e[end - 2] = f;
}
