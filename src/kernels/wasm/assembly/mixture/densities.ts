import { madd } from '../shared/simd';
import { exp2lanes, log2lanes } from '../shared/transcendental';
import {
  constants, d, diffs, dp, factors, full, k, LINE, means, norms, present, shares, stride, takeDifferences, totals,
} from './problem';

/** Log of weight times density of every component for the rows of a tile, into `shares`. */
export function logDensities(tile: usize): void {
  const half = f64x2.splat(-0.5);
  for (let c = 0; c < k; c++) {
    const out = shares + <usize>c * LINE;
    const factor = factors + <usize>c * stride;
    const mean = means + <usize>(c * dp) * 8;
    if (full) {
      takeDifferences(tile, mean);
      for (let o: usize = 0; o < LINE; o += 16) v128.store(out + o, f64x2.splat(0));
      addQuadratic(factor, out);
    } else {
      takeSquares(tile, mean, factor, out);
    }
    const constant = v128.load_splat<f64>(constants + <usize>c * 8);
    for (let o: usize = 0; o < LINE; o += 16) {
      v128.store(out + o, madd<f64>(v128.load(out + o), half, constant));
    }
  }
}

/** Adds |diffs U|^2: four columns of the upper triangle U and four rows of data at a time. */
function addQuadratic(factor: usize, out: usize): void {
  const row = <usize>dp * 8;
  for (let j = 0; j < d; j += 4) {
    const end = min(j + 4, d);
    for (let o: usize = 0; o < LINE; o += 32) {
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0;
      let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      let x = diffs + o, u = factor + <usize>j * 8;
      for (let i = 0; i < end; i++, x += LINE, u += row) {
        const p = v128.load(x), q = v128.load(x, 16);
        const u0 = v128.load_splat<f64>(u);
        a0 = madd<f64>(p, u0, a0);
        b0 = madd<f64>(q, u0, b0);
        const u1 = v128.load_splat<f64>(u, 8);
        a1 = madd<f64>(p, u1, a1);
        b1 = madd<f64>(q, u1, b1);
        const u2 = v128.load_splat<f64>(u, 16);
        a2 = madd<f64>(p, u2, a2);
        b2 = madd<f64>(q, u2, b2);
        const u3 = v128.load_splat<f64>(u, 24);
        a3 = madd<f64>(p, u3, a3);
        b3 = madd<f64>(q, u3, b3);
      }
      let s = v128.load(out + o), t = v128.load(out + o, 16);
      s = madd<f64>(a0, a0, s);
      t = madd<f64>(b0, b0, t);
      s = madd<f64>(a1, a1, s);
      t = madd<f64>(b1, b1, t);
      s = madd<f64>(a2, a2, s);
      t = madd<f64>(b2, b2, t);
      v128.store(out + o, madd<f64>(a3, a3, s));
      v128.store(out + o, madd<f64>(b3, b3, t), 16);
    }
  }
}

/** |(rows - mean) u|^2 for a diagonal u. */
function takeSquares(tile: usize, mean: usize, factor: usize, out: usize): void {
  for (let o: usize = 0; o < LINE; o += 32) {
    let a = f64x2.splat(0), b = a;
    let x = tile + o;
    for (let j: usize = 0; j < <usize>d * 8; j += 8, x += LINE) {
      const m = v128.load_splat<f64>(mean + j), u = v128.load_splat<f64>(factor + j);
      const p = f64x2.mul(f64x2.sub(v128.load(x), m), u);
      const q = f64x2.mul(f64x2.sub(v128.load(x, 16), m), u);
      a = madd<f64>(p, p, a);
      b = madd<f64>(q, q, b);
    }
    v128.store(out + o, a);
    v128.store(out + o, b, 16);
  }
}

/** The largest log density of two rows. */
// @ts-ignore: decorator
@inline
function largest(o: usize): v128 {
  let most = v128.load(shares + o);
  for (let c = 1; c < k; c++) most = f64x2.max(most, v128.load(shares + <usize>c * LINE + o));
  return most;
}

/** Log of the summed densities into `norms`. The largest term is taken out first, so that nothing overflows. */
export function logSums(): void {
  for (let o: usize = 0; o < LINE; o += 16) {
    const most = largest(o);
    // A row that no component reaches: its terms are -Infinity - -Infinity, and its sum -Infinity.
    const reached = f64x2.gt(most, f64x2.splat(-Infinity));
    let sum = f64x2.splat(0);
    for (let c = 0; c < k; c++) {
      const log = f64x2.sub(v128.load(shares + <usize>c * LINE + o), most);
      sum = f64x2.add(sum, exp2lanes(v128.and(log, reached)));
    }
    v128.store(norms + o, f64x2.add(most, log2lanes(sum)));
  }
}

/** Turns log densities into responsibilities, 0 in rows that are not present, and adds to the totals. */
export function share(): void {
  let norm = f64x2.splat(0), entropy = norm;
  for (let o: usize = 0; o < LINE; o += 16) {
    const here = v128.load(present + o);
    const most = largest(o);
    const reached = f64x2.gt(most, f64x2.splat(-Infinity));
    let sum = f64x2.splat(0), logs = sum;
    for (let c = 0; c < k; c++) {
      const at = shares + <usize>c * LINE + o;
      const log = v128.and(f64x2.sub(v128.load(at), most), reached);
      const e = exp2lanes(log);
      sum = f64x2.add(sum, e);
      // e log e is 0 where e is 0, however small its log.
      logs = f64x2.add(logs, v128.and(f64x2.mul(e, log), f64x2.gt(e, f64x2.splat(0))));
      v128.store(at, e);
    }
    const part = f64x2.div(here, sum);
    for (let c = 0; c < k; c++) {
      const at = shares + <usize>c * LINE + o;
      v128.store(at, f64x2.mul(v128.load(at), part));
    }
    const logSum = log2lanes(sum);
    norm = madd<f64>(f64x2.add(most, logSum), here, norm);
    entropy = f64x2.add(entropy, f64x2.sub(f64x2.mul(logs, part), f64x2.mul(logSum, here)));
  }
  v128.store(totals, f64x2.add(v128.load(totals), norm));
  v128.store(totals, f64x2.add(v128.load(totals, 16), entropy), 16);
}
