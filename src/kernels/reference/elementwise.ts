/** 1 / (1 + e^-x), without overflow. */
export function referenceSigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** Softmax of each row of `columns` values. */
export function referenceSoftmaxRows(x: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(x.length);
  for (let at = 0; at < x.length; at += columns) {
    const row = x.subarray(at, at + columns);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const e = row.map((value) => Math.exp(value - top));
    const sum = e.reduce((a, b) => a + b, 0);
    result.set(
      e.map((value) => value / sum),
      at,
    );
  }
  return result;
}

/** log(sum(e^x)) of each row of `columns` values. */
export function referenceLogSumExpRows(x: Float64Array, columns: number): Float64Array {
  const result = new Float64Array(columns === 0 ? 0 : x.length / columns);
  for (let i = 0; i < result.length; i++) {
    const row = x.subarray(i * columns, (i + 1) * columns);
    const top = row.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((total, value) => total + Math.exp(value - top), 0);
    result[i] = Number.isFinite(top) ? top + Math.log(sum) : top;
  }
  return result;
}
