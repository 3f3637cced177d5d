// One pass over all weights at each step: w the weights, g the gradient, s and r what the optimizer remembers. The
// factors h0.. are worked out once a step by src/estimators/neural_network/training/optimizers.ts, which says what
// each means. Arrays have room up to the next 16 bytes.
import { sum2 } from '../shared/simd';

const SGD: i32 = 0;
const ADAM: i32 = 1;
const RMSPROP: i32 = 2;
const ADAGRAD: i32 = 3;
const ADADELTA: i32 = 4;
const ADAMAX: i32 = 5;
const NADAM: i32 = 6;
const FTRL: i32 = 7;

function update<T>(
  kind: i32, n: i32, w: usize, g: usize, s: usize, r: usize, h0: f64, h1: f64, h2: f64, h3: f64, h4: f64,
): void {
  const end = w + <usize>n * sizeof<T>();
  const a = v128.splat<T>(<T>h0), b = v128.splat<T>(<T>h1), c = v128.splat<T>(<T>h2);
  const d = v128.splat<T>(<T>h3), e = v128.splat<T>(<T>h4);
  const b1 = v128.splat<T>(<T>(1 - h1)), c1 = v128.splat<T>(<T>(1 - h2));
  if (kind == SGD) {
    // h0 learning rate, h1 momentum, h2 whether to look ahead (Nesterov)
    const ahead = h2 != 0;
    for (; w < end; w += 16, g += 16, s += 16) {
      const move = v128.mul<T>(a, v128.load(g));
      let v = v128.sub<T>(v128.mul<T>(b, v128.load(s)), move);
      v128.store(s, v);
      if (ahead) v = v128.sub<T>(v128.mul<T>(b, v), move);
      v128.store(w, v128.add<T>(v128.load(w), v));
    }
  } else if (kind == ADAM) {
    // h0 corrected learning rate, h1 beta1, h2 beta2, h3 epsilon
    for (; w < end; w += 16, g += 16, s += 16, r += 16) {
      const x = v128.load(g);
      const m = v128.add<T>(v128.mul<T>(b, v128.load(s)), v128.mul<T>(b1, x));
      const v = v128.add<T>(v128.mul<T>(c, v128.load(r)), v128.mul<T>(c1, v128.mul<T>(x, x)));
      v128.store(s, m);
      v128.store(r, v);
      const step = v128.div<T>(v128.mul<T>(a, m), v128.add<T>(v128.sqrt<T>(v), d));
      v128.store(w, v128.sub<T>(v128.load(w), step));
    }
  } else if (kind == RMSPROP || kind == ADAGRAD) {
    // h0 learning rate, h1 rho (the share that is kept; Adagrad adds all), h3 epsilon
    for (; w < end; w += 16, g += 16, s += 16) {
      const x = v128.load(g);
      const old = v128.load(s), square = v128.mul<T>(x, x);
      const v = kind == ADAGRAD ? v128.add<T>(old, square) : v128.add<T>(v128.mul<T>(b, old), v128.mul<T>(b1, square));
      v128.store(s, v);
      const step = v128.div<T>(v128.mul<T>(a, x), v128.sqrt<T>(v128.add<T>(v, d)));
      v128.store(w, v128.sub<T>(v128.load(w), step));
    }
  } else if (kind == ADADELTA) {
    // h0 learning rate, h1 rho, h3 epsilon
    for (; w < end; w += 16, g += 16, s += 16, r += 16) {
      const x = v128.load(g);
      const v = v128.add<T>(v128.mul<T>(b, v128.load(s)), v128.mul<T>(b1, v128.mul<T>(x, x)));
      const moved = v128.load(r);
      const ratio = v128.div<T>(v128.sqrt<T>(v128.add<T>(moved, d)), v128.sqrt<T>(v128.add<T>(v, d)));
      const step = v128.mul<T>(x, ratio);
      v128.store(s, v);
      v128.store(r, v128.add<T>(v128.mul<T>(b, moved), v128.mul<T>(b1, v128.mul<T>(step, step))));
      v128.store(w, v128.sub<T>(v128.load(w), v128.mul<T>(a, step)));
    }
  } else if (kind == ADAMAX) {
    // h0 corrected learning rate, h1 beta1, h2 beta2, h3 epsilon
    for (; w < end; w += 16, g += 16, s += 16, r += 16) {
      const x = v128.load(g);
      const m = v128.add<T>(v128.mul<T>(b, v128.load(s)), v128.mul<T>(b1, x));
      const u = v128.max<T>(v128.mul<T>(c, v128.load(r)), v128.abs<T>(x));
      v128.store(s, m);
      v128.store(r, u);
      v128.store(w, v128.sub<T>(v128.load(w), v128.div<T>(v128.mul<T>(a, m), v128.add<T>(u, d))));
    }
  } else if (kind == NADAM) {
    // h0 factor of the momentum, h1 beta1, h2 beta2, h3 epsilon sqrt(1 - beta2^t), h4 factor of the gradient
    for (; w < end; w += 16, g += 16, s += 16, r += 16) {
      const x = v128.load(g);
      const m = v128.add<T>(v128.mul<T>(b, v128.load(s)), v128.mul<T>(b1, x));
      const v = v128.add<T>(v128.mul<T>(c, v128.load(r)), v128.mul<T>(c1, v128.mul<T>(x, x)));
      v128.store(s, m);
      v128.store(r, v);
      const top = v128.add<T>(v128.mul<T>(a, m), v128.mul<T>(e, x));
      v128.store(w, v128.sub<T>(v128.load(w), v128.div<T>(top, v128.add<T>(v128.sqrt<T>(v), d))));
    }
  } else if (kind == FTRL) {
    // h0 learning rate, h1 its inverse; s sums of squares, r the linear terms
    const inverse = v128.splat<T>(<T>h1);
    for (; w < end; w += 16, g += 16, s += 16, r += 16) {
      const x = v128.load(g);
      const old = v128.load(s);
      const sum = v128.add<T>(old, v128.mul<T>(x, x));
      const root = v128.sqrt<T>(sum);
      const sigma = v128.mul<T>(v128.sub<T>(root, v128.sqrt<T>(old)), inverse);
      const z = v128.add<T>(v128.load(r), v128.sub<T>(x, v128.mul<T>(sigma, v128.load(w))));
      v128.store(s, sum);
      v128.store(r, z);
      v128.store(w, v128.neg<T>(v128.div<T>(v128.mul<T>(z, a), root)));
    }
  }
}

/** g += factor w over n weights; returns the sum of squares of w. */
function penalty<T>(n: i32, factor: f64, w: usize, g: usize): f64 {
  let sum: f64 = 0;
  const f = <T>factor;
  const lanes = 16 / <i32>sizeof<T>();
  const many = v128.splat<T>(f);
  let low = f64x2.splat(0), high = f64x2.splat(0);
  let i = 0;
  for (; i + lanes <= n; i += lanes, w += 16, g += 16) {
    const v = v128.load(w);
    v128.store(g, v128.add<T>(v128.load(g), v128.mul<T>(many, v)));
    if (sizeof<T>() == 8) low = f64x2.add(low, f64x2.mul(v, v));
    else {
      const x = f64x2.promote_low_f32x4(v), y = f64x2.promote_low_f32x4(i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
      low = f64x2.add(low, f64x2.mul(x, x));
      high = f64x2.add(high, f64x2.mul(y, y));
    }
  }
  for (; i < n; i++, w += sizeof<T>(), g += sizeof<T>()) {
    const v = load<T>(w);
    store<T>(g, load<T>(g) + f * v);
    sum += <f64>v * <f64>v;
  }
  return sum + sum2(f64x2.add(low, high));
}

/** x *= factor, n values exactly. */
function scale<T>(n: i32, factor: f64, x: usize): void {
  const f = <T>factor;
  for (let i = 0; i < n; i++, x += sizeof<T>()) store<T>(x, load<T>(x) * f);
}

/** y += x, n values. */
function add<T>(n: i32, x: usize, y: usize): void {
  const end = y + <usize>n * sizeof<T>();
  for (; y < end; x += 16, y += 16) v128.store(y, v128.add<T>(v128.load(y), v128.load(x)));
}

export function updateF64(
  kind: i32, n: i32, w: usize, g: usize, s: usize, r: usize, h0: f64, h1: f64, h2: f64, h3: f64, h4: f64,
): void {
  update<f64>(kind, n, w, g, s, r, h0, h1, h2, h3, h4);
}
export function updateF32(
  kind: i32, n: i32, w: usize, g: usize, s: usize, r: usize, h0: f64, h1: f64, h2: f64, h3: f64, h4: f64,
): void {
  update<f32>(kind, n, w, g, s, r, h0, h1, h2, h3, h4);
}
export function penaltyF64(n: i32, factor: f64, w: usize, g: usize): f64 { return penalty<f64>(n, factor, w, g); }
export function penaltyF32(n: i32, factor: f64, w: usize, g: usize): f64 { return penalty<f32>(n, factor, w, g); }
export function scaleF64(n: i32, factor: f64, x: usize): void { scale<f64>(n, factor, x); }
export function scaleF32(n: i32, factor: f64, x: usize): void { scale<f32>(n, factor, x); }
export function addF64(n: i32, x: usize, y: usize): void { add<f64>(n, x, y); }
export function addF32(n: i32, x: usize, y: usize): void { add<f32>(n, x, y); }
