// Activations on whole arrays. Arrays start on 16 bytes and have room up to the next 16, so that the last vector
// may reach beyond the n values.
import { madd } from '../shared/simd';
import { exp2lanes, log1pOfUnit } from '../shared/transcendental';
import { load2, store2 } from './lanes';

/** Numbers that src/estimators/neural_network/network/activations.ts gives the names. */
const IDENTITY: i32 = 0;
const LOGISTIC: i32 = 1;
const TANH: i32 = 2;
const RELU: i32 = 3;
const LEAKY_RELU: i32 = 4;
const ELU: i32 = 5;
const SELU: i32 = 6;
const GELU: i32 = 7;
const SOFTPLUS: i32 = 8;
const EXP: i32 = 9;

const LEAK: f64 = 0.2;
const SELU_SCALE: f64 = 1.0507009873554804934;
const SELU_ALPHA: f64 = 1.6732632423543772848;
const GELU_INNER: f64 = 0.79788456080286535588; // sqrt(2 / pi)
const GELU_CUBE: f64 = 0.044715;

/** 1 / (1 + e^-x) without overflow. */
// @ts-ignore: decorator
@inline
function logistic(x: v128): v128 {
  const e = exp2lanes(f64x2.neg(f64x2.abs(x)));
  const one = f64x2.splat(1.0);
  return f64x2.div(v128.bitselect(e, one, f64x2.lt(x, f64x2.splat(0))), f64x2.add(one, e));
}

/** tanh x: by its series near 0, where the quotient would cancel. */
// @ts-ignore: decorator
@inline
function tanh2(x: v128): v128 {
  const size = f64x2.abs(x);
  const e = exp2lanes(f64x2.mul(size, f64x2.splat(-2.0)));
  const one = f64x2.splat(1.0);
  let far = f64x2.div(f64x2.sub(one, e), f64x2.add(one, e));
  far = v128.or(far, v128.and(x, f64x2.splat(-0.0)));
  const z = f64x2.mul(x, x);
  let p = madd<f64>(z, f64x2.splat(-1382.0 / 155925.0), f64x2.splat(62.0 / 2835.0));
  p = madd<f64>(z, p, f64x2.splat(-17.0 / 315.0));
  p = madd<f64>(z, p, f64x2.splat(2.0 / 15.0));
  p = madd<f64>(z, p, f64x2.splat(-1.0 / 3.0));
  const near = madd<f64>(f64x2.mul(x, z), p, x);
  return v128.bitselect(near, far, f64x2.lt(size, f64x2.splat(0.0625)));
}

/** tanh of the inner polynomial of GELU. */
// @ts-ignore: decorator
@inline
function geluTanh(x: v128): v128 {
  const cube = f64x2.mul(f64x2.splat(GELU_CUBE), f64x2.mul(x, f64x2.mul(x, x)));
  return tanh2(f64x2.mul(f64x2.splat(GELU_INNER), f64x2.add(x, cube)));
}

// @ts-ignore: decorator
@inline
function value(kind: i32, x: v128): v128 {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1.0);
  if (kind == LOGISTIC) return logistic(x);
  if (kind == TANH) return tanh2(x);
  if (kind == ELU || kind == SELU) {
    // The smaller of x and 0 goes into the exponential, so that nothing overflows; NaN stays NaN.
    const below = f64x2.sub(exp2lanes(f64x2.pmin(x, zero)), one);
    if (kind == ELU) return v128.bitselect(x, below, f64x2.gt(x, zero));
    const scaled = v128.bitselect(x, f64x2.mul(f64x2.splat(SELU_ALPHA), below), f64x2.gt(x, zero));
    return f64x2.mul(f64x2.splat(SELU_SCALE), scaled);
  }
  if (kind == GELU) {
    return f64x2.mul(f64x2.mul(f64x2.splat(0.5), x), f64x2.add(one, geluTanh(x)));
  }
  if (kind == SOFTPLUS) {
    return f64x2.add(f64x2.max(x, zero), log1pOfUnit(exp2lanes(f64x2.neg(f64x2.abs(x)))));
  }
  return exp2lanes(x);
}

/** The derivative at input x, where the value is a; only GELU looks at x. */
// @ts-ignore: decorator
@inline
function derivative(kind: i32, x: v128, a: v128): v128 {
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1.0);
  if (kind == LOGISTIC) return f64x2.mul(a, f64x2.sub(one, a));
  if (kind == TANH) return f64x2.sub(one, f64x2.mul(a, a));
  if (kind == ELU) return v128.bitselect(one, f64x2.add(a, one), f64x2.gt(a, zero));
  if (kind == SELU) {
    const below = f64x2.add(a, f64x2.splat(SELU_SCALE * SELU_ALPHA));
    return v128.bitselect(f64x2.splat(SELU_SCALE), below, f64x2.gt(a, zero));
  }
  if (kind == GELU) {
    const t = geluTanh(x);
    const inner = madd<f64>(f64x2.mul(x, x), f64x2.splat(3.0 * GELU_CUBE * GELU_INNER), f64x2.splat(GELU_INNER));
    const slope = f64x2.mul(f64x2.mul(x, f64x2.sub(one, f64x2.mul(t, t))), inner);
    return f64x2.mul(f64x2.splat(0.5), f64x2.add(f64x2.add(one, t), slope));
  }
  if (kind == SOFTPLUS) return f64x2.sub(one, exp2lanes(f64x2.neg(a)));
  return a;
}

function activate<T>(kind: i32, n: i32, x: usize, y: usize): void {
  const end = x + <usize>n * sizeof<T>();
  if (kind == IDENTITY) {
    if (x != y) memory.copy(y, x, <usize>n * sizeof<T>());
  } else if (kind == RELU) {
    const zero = v128.splat<T>(<T>0);
    for (; x < end; x += 16, y += 16) v128.store(y, v128.max<T>(v128.load(x), zero));
  } else if (kind == LEAKY_RELU) {
    const leak = v128.splat<T>(<T>LEAK);
    for (; x < end; x += 16, y += 16) {
      const v = v128.load(x);
      v128.store(y, v128.max<T>(v, v128.mul<T>(v, leak)));
    }
  } else {
    for (; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) store2<T>(y, value(kind, load2<T>(x)));
  }
}

function activateBackward<T>(kind: i32, n: i32, x: usize, a: usize, delta: usize): void {
  const end = a + <usize>n * sizeof<T>();
  if (kind == IDENTITY) return;
  const zero = v128.splat<T>(<T>0);
  if (kind == RELU) {
    for (; a < end; a += 16, delta += 16) {
      v128.store(delta, v128.and(v128.load(delta), v128.gt<T>(v128.load(a), zero)));
    }
  } else if (kind == LEAKY_RELU) {
    const leak = v128.splat<T>(<T>LEAK);
    for (; a < end; a += 16, delta += 16) {
      const d = v128.load(delta);
      v128.store(delta, v128.bitselect(d, v128.mul<T>(d, leak), v128.gt<T>(v128.load(a), zero)));
    }
  } else {
    const step = 2 * sizeof<T>();
    for (; a < end; a += step, x += step, delta += step) {
      const slope = derivative(kind, load2<T>(x), load2<T>(a));
      store2<T>(delta, f64x2.mul(load2<T>(delta), slope));
    }
  }
}

/** Each row of x (rows x columns) becomes its softmax. */
function softmaxRows<T>(rows: i32, columns: i32, x: usize): void {
  for (let i = 0; i < rows; i++, x += <usize>columns * sizeof<T>()) {
    let top = load<T>(x);
    for (let j = 1; j < columns; j++) {
      const v = load<T>(x + <usize>j * sizeof<T>());
      if (v > top || v != v) top = v;
    }
    let sum: f64 = 0;
    let j = 0;
    const shift = f64x2.splat(<f64>top);
    for (; j + 2 <= columns; j += 2) {
      const p = x + <usize>j * sizeof<T>();
      const e = exp2lanes(f64x2.sub(load2<T>(p), shift));
      store2<T>(p, e);
      sum += f64x2.extract_lane(e, 0);
      sum += f64x2.extract_lane(e, 1);
    }
    if (j < columns) {
      const p = x + <usize>j * sizeof<T>();
      const e = f64x2.extract_lane(exp2lanes(f64x2.splat(<f64>load<T>(p) - <f64>top)), 0);
      store<T>(p, <T>e);
      sum += e;
    }
    for (j = 0; j < columns; j++) {
      const p = x + <usize>j * sizeof<T>();
      store<T>(p, <T>(<f64>load<T>(p) / sum));
    }
  }
}

export function activateF64(kind: i32, n: i32, x: usize, y: usize): void {
  activate<f64>(kind, n, x, y);
}
export function activateF32(kind: i32, n: i32, x: usize, y: usize): void {
  activate<f32>(kind, n, x, y);
}
export function activateBackwardF64(kind: i32, n: i32, x: usize, a: usize, delta: usize): void {
  activateBackward<f64>(kind, n, x, a, delta);
}
export function activateBackwardF32(kind: i32, n: i32, x: usize, a: usize, delta: usize): void {
  activateBackward<f32>(kind, n, x, a, delta);
}
export function softmaxF64(rows: i32, columns: i32, x: usize): void {
  softmaxRows<f64>(rows, columns, x);
}
export function softmaxF32(rows: i32, columns: i32, x: usize): void {
  softmaxRows<f32>(rows, columns, x);
}
