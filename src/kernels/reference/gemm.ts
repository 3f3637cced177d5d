/** Sizes and layout of C = alpha op(A) op(B) + beta C: C is m x n, the sums run over k. Row-major throughout. */
export interface GemmShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** A is stored k x m. */
  readonly transposeA?: boolean;
  /** B is stored n x k. */
  readonly transposeB?: boolean;
  /** Factor of the product; default 1. */
  readonly alpha?: number;
  /** Factor of what C held; default 0, then C is not read. */
  readonly beta?: number;
}

/** C = alpha op(A) op(B) + beta C by three loops. */
export function referenceGemm(
  { m, n, k, transposeA = false, transposeB = false, alpha = 1, beta = 0 }: GemmShape,
  a: Float64Array | Float32Array,
  b: Float64Array | Float32Array,
  c: Float64Array | Float32Array,
): void {
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) {
        sum += (transposeA ? a[p * m + i] : a[i * k + p]) * (transposeB ? b[j * k + p] : b[p * n + j]);
      }
      c[i * n + j] = alpha * sum + (beta === 0 ? 0 : beta * c[i * n + j]);
    }
  }
}

/** y = alpha op(A) x + beta y for A stored m x n. */
export function referenceGemv(
  m: number,
  n: number,
  a: Float64Array,
  x: Float64Array,
  y: Float64Array,
  { transpose = false, alpha = 1, beta = 0 } = {},
): void {
  for (let i = 0; i < (transpose ? n : m); i++) {
    let sum = 0;
    for (let j = 0; j < (transpose ? m : n); j++) sum += (transpose ? a[j * n + i] : a[i * n + j]) * x[j];
    y[i] = alpha * sum + (beta === 0 ? 0 : beta * y[i]);
  }
}
