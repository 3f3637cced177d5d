import { madd } from '../shared/simd';
import {
  centers, counts, d, diffs, dp, full, k, LINE, moments, second, shares, sums, takeDifferences, weighted,
} from './problem';

/** Adds the rows of a tile, weighted by `shares`, to counts, sums and second moments about `centers`. */
export function accumulate(tile: usize): void {
  for (let c = 0; c < k; c++) {
    const share = shares + <usize>c * LINE;
    const center = centers + <usize>(c * dp) * 8;
    const sum = sums + <usize>(c * dp) * 16;
    addCounts(share, counts + <usize>c * 16);
    if (!second || !full) {
      addColumns(tile, center, share, sum, second ? moments + <usize>(c * dp) * 16 : 0);
      continue;
    }
    takeDifferences(tile, center);
    for (let j = 0; j < d; j++) weigh(share, <usize>j * LINE, sum + <usize>j * 16);
    addProducts(moments + <usize>(c * dp * dp) * 16);
  }
}

/** Weighted sums of the columns and, unless `squares` is 0, of their squares. */
function addColumns(tile: usize, center: usize, share: usize, sums: usize, squares: usize): void {
  for (let j: usize = 0; j < <usize>d; j++) {
    const m = v128.load_splat<f64>(center + j * 8);
    const x = tile + j * LINE;
    let a = f64x2.splat(0), b = a, s = a, t = a;
    for (let o: usize = 0; o < LINE; o += 32) {
      const p = f64x2.sub(v128.load(x + o), m), q = f64x2.sub(v128.load(x + o, 16), m);
      const u = f64x2.mul(p, v128.load(share + o)), v = f64x2.mul(q, v128.load(share + o, 16));
      a = f64x2.add(a, u);
      b = f64x2.add(b, v);
      s = madd<f64>(u, p, s);
      t = madd<f64>(v, q, t);
    }
    const at = sums + j * 16;
    v128.store(at, f64x2.add(v128.load(at), f64x2.add(a, b)));
    if (!squares) continue;
    v128.store(squares + j * 16, f64x2.add(v128.load(squares + j * 16), f64x2.add(s, t)));
  }
}

function addCounts(share: usize, count: usize): void {
  let sum = f64x2.splat(0);
  for (let o: usize = 0; o < LINE; o += 16) sum = f64x2.add(sum, v128.load(share + o));
  v128.store(count, f64x2.add(v128.load(count), sum));
}

/** One weighted column, and its sum. */
// @ts-ignore: decorator
@inline
function weigh(share: usize, line: usize, sum: usize): void {
  const from = diffs + line, to = weighted + line;
  let a = f64x2.splat(0), b = a;
  for (let o: usize = 0; o < LINE; o += 32) {
    const p = f64x2.mul(v128.load(from + o), v128.load(share + o));
    const q = f64x2.mul(v128.load(from + o, 16), v128.load(share + o, 16));
    v128.store(to + o, p);
    v128.store(to + o, q, 16);
    a = f64x2.add(a, p);
    b = f64x2.add(b, q);
  }
  v128.store(sum, f64x2.add(v128.load(sum), f64x2.add(a, b)));
}

/** Products of weighted and plain differences: panels of 4 weighted columns against pairs of plain ones up to them. */
function addProducts(out: usize): void {
  for (let i = 0; i < d; i += 4) {
    const end = min(i + 4, d);
    const w = weighted + <usize>i * LINE;
    for (let j = 0; j < end; j += 2) {
      let x = w, y = diffs + <usize>j * LINE;
      let a0 = f64x2.splat(0), a1 = a0, a2 = a0, a3 = a0;
      let b0 = a0, b1 = a0, b2 = a0, b3 = a0;
      for (const stop = x + LINE; x < stop; x += 16, y += 16) {
        const p = v128.load(y), q = v128.load(y, LINE);
        const w0 = v128.load(x);
        a0 = madd<f64>(w0, p, a0);
        b0 = madd<f64>(w0, q, b0);
        const w1 = v128.load(x, LINE);
        a1 = madd<f64>(w1, p, a1);
        b1 = madd<f64>(w1, q, b1);
        const w2 = v128.load(x, 2 * LINE);
        a2 = madd<f64>(w2, p, a2);
        b2 = madd<f64>(w2, q, b2);
        const w3 = v128.load(x, 3 * LINE);
        a3 = madd<f64>(w3, p, a3);
        b3 = madd<f64>(w3, q, b3);
      }
      const row = <usize>dp * 16;
      const at = out + <usize>i * row + <usize>j * 16;
      add(at, a0, b0);
      add(at + row, a1, b1);
      add(at + 2 * row, a2, b2);
      add(at + 3 * row, a3, b3);
    }
  }
}

// @ts-ignore: decorator
@inline
function add(at: usize, a: v128, b: v128): void {
  v128.store(at, f64x2.add(v128.load(at), a));
  v128.store(at, f64x2.add(v128.load(at, 16), b), 16);
}
