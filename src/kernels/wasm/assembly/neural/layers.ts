// What a layer does besides its product: biases, sums over rows, normalisation over the batch, masks.

/** Every row of y = the row x, before a product is added to it. */
function fillRows<T>(rows: i32, columns: i32, x: usize, y: usize): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let i = 0; i < rows; i++, y += bytes) memory.copy(y, x, bytes);
}

/** y = sums of the columns of x (rows x columns). */
function columnSums<T>(rows: i32, columns: i32, x: usize, y: usize): void {
  const bytes = <usize>columns * sizeof<T>();
  const lanes = 16 / <i32>sizeof<T>();
  let j = 0;
  for (; j + lanes <= columns; j += lanes) {
    const at = <usize>j * sizeof<T>();
    let sum = v128.splat<T>(<T>0);
    for (let i = 0, p = x + at; i < rows; i++, p += bytes) sum = v128.add<T>(sum, v128.load(p));
    v128.store(y + at, sum);
  }
  for (; j < columns; j++) {
    const at = <usize>j * sizeof<T>();
    let sum = <T>0;
    for (let i = 0, p = x + at; i < rows; i++, p += bytes) sum += load<T>(p);
    store<T>(y + at, sum);
  }
}

/** x *= y, n values. */
function multiply<T>(n: i32, y: usize, x: usize): void {
  const end = x + <usize>n * sizeof<T>();
  for (; x < end; x += 16, y += 16) v128.store(x, v128.mul<T>(v128.load(x), v128.load(y)));
}

/**
 * Centres and scales each column of x by the mean and variance of the batch, keeps that in `hat` and 1 / deviation
 * in `inverse`, and writes gamma * hat + beta to y. The running mean and variance move by 1 - momentum.
 */
function normalize<T>(
  rows: i32, columns: i32, x: usize, hat: usize, y: usize, inverse: usize,
  gamma: usize, beta: usize, mean: usize, variance: usize, momentum: f64, epsilon: f64,
): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let j = 0; j < columns; j++) {
    const at = <usize>j * sizeof<T>();
    let sum: f64 = 0;
    for (let i = 0, p = x + at; i < rows; i++, p += bytes) sum += <f64>load<T>(p);
    const centre = sum / <f64>rows;
    let squares: f64 = 0;
    for (let i = 0, p = x + at; i < rows; i++, p += bytes) {
      const gap = <f64>load<T>(p) - centre;
      squares += gap * gap;
    }
    const spread = squares / <f64>rows;
    const scale = 1 / Math.sqrt(spread + epsilon);
    const g = <f64>load<T>(gamma + at), b = <f64>load<T>(beta + at);
    for (let i = 0, p = at; i < rows; i++, p += bytes) {
      const h = (<f64>load<T>(x + p) - centre) * scale;
      store<T>(hat + p, <T>h);
      store<T>(y + p, <T>(g * h + b));
    }
    store<T>(inverse + at, <T>scale);
    store<T>(mean + at, <T>(momentum * <f64>load<T>(mean + at) + (1 - momentum) * centre));
    store<T>(variance + at, <T>(momentum * <f64>load<T>(variance + at) + (1 - momentum) * spread));
  }
}

/** delta becomes the gradient at the input of `normalize`; the gradients of gamma and beta are written. */
function normalizeBackward<T>(
  rows: i32, columns: i32, hat: usize, inverse: usize, gamma: usize, delta: usize, dGamma: usize, dBeta: usize,
): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let j = 0; j < columns; j++) {
    const at = <usize>j * sizeof<T>();
    let sum: f64 = 0, product: f64 = 0;
    for (let i = 0, p = at; i < rows; i++, p += bytes) {
      const d = <f64>load<T>(delta + p);
      sum += d;
      product += d * <f64>load<T>(hat + p);
    }
    store<T>(dGamma + at, <T>product);
    store<T>(dBeta + at, <T>sum);
    const factor = <f64>load<T>(gamma + at) * <f64>load<T>(inverse + at);
    const m = <f64>rows;
    for (let i = 0, p = at; i < rows; i++, p += bytes) {
      const d = <f64>load<T>(delta + p) - (sum + <f64>load<T>(hat + p) * product) / m;
      store<T>(delta + p, <T>(factor * d));
    }
  }
}

/** y = gamma (x - mean) / sqrt(variance + epsilon) + beta with the running moments: what prediction does. */
function normalizeFixed<T>(
  rows: i32, columns: i32, x: usize, y: usize, gamma: usize, beta: usize, mean: usize, variance: usize, epsilon: f64,
): void {
  const bytes = <usize>columns * sizeof<T>();
  for (let j = 0; j < columns; j++) {
    const at = <usize>j * sizeof<T>();
    const factor = <f64>load<T>(gamma + at) / Math.sqrt(<f64>load<T>(variance + at) + epsilon);
    const shift = <f64>load<T>(beta + at) - factor * <f64>load<T>(mean + at);
    for (let i = 0, p = at; i < rows; i++, p += bytes) store<T>(y + p, <T>(factor * <f64>load<T>(x + p) + shift));
  }
}

export function fillRowsF64(rows: i32, columns: i32, x: usize, y: usize): void { fillRows<f64>(rows, columns, x, y); }
export function fillRowsF32(rows: i32, columns: i32, x: usize, y: usize): void { fillRows<f32>(rows, columns, x, y); }
export function columnSumsF64(rows: i32, columns: i32, x: usize, y: usize): void { columnSums<f64>(rows, columns, x, y); }
export function columnSumsF32(rows: i32, columns: i32, x: usize, y: usize): void { columnSums<f32>(rows, columns, x, y); }
export function multiplyF64(n: i32, y: usize, x: usize): void { multiply<f64>(n, y, x); }
export function multiplyF32(n: i32, y: usize, x: usize): void { multiply<f32>(n, y, x); }
export function normalizeF64(
  rows: i32, columns: i32, x: usize, hat: usize, y: usize, inverse: usize,
  gamma: usize, beta: usize, mean: usize, variance: usize, momentum: f64, epsilon: f64,
): void {
  normalize<f64>(rows, columns, x, hat, y, inverse, gamma, beta, mean, variance, momentum, epsilon);
}
export function normalizeF32(
  rows: i32, columns: i32, x: usize, hat: usize, y: usize, inverse: usize,
  gamma: usize, beta: usize, mean: usize, variance: usize, momentum: f64, epsilon: f64,
): void {
  normalize<f32>(rows, columns, x, hat, y, inverse, gamma, beta, mean, variance, momentum, epsilon);
}
export function normalizeBackwardF64(
  rows: i32, columns: i32, hat: usize, inverse: usize, gamma: usize, delta: usize, dGamma: usize, dBeta: usize,
): void {
  normalizeBackward<f64>(rows, columns, hat, inverse, gamma, delta, dGamma, dBeta);
}
export function normalizeBackwardF32(
  rows: i32, columns: i32, hat: usize, inverse: usize, gamma: usize, delta: usize, dGamma: usize, dBeta: usize,
): void {
  normalizeBackward<f32>(rows, columns, hat, inverse, gamma, delta, dGamma, dBeta);
}
export function normalizeFixedF64(
  rows: i32, columns: i32, x: usize, y: usize, gamma: usize, beta: usize, mean: usize, variance: usize, epsilon: f64,
): void {
  normalizeFixed<f64>(rows, columns, x, y, gamma, beta, mean, variance, epsilon);
}
export function normalizeFixedF32(
  rows: i32, columns: i32, x: usize, y: usize, gamma: usize, beta: usize, mean: usize, variance: usize, epsilon: f64,
): void {
  normalizeFixed<f32>(rows, columns, x, y, gamma, beta, mean, variance, epsilon);
}
