/** The product of the row that starts at `at` with v: four sums at a time, so that none waits for the one before. */
export function rowProduct(data: Float64Array, at: number, v: Float64Array): number {
  const d = v.length;
  const whole = d - (d & 3);
  let a = 0;
  let b = 0;
  let c = 0;
  let e = 0;
  for (let j = 0; j < whole; j += 4) {
    a += data[at + j] * v[j];
    b += data[at + j + 1] * v[j + 1];
    c += data[at + j + 2] * v[j + 2];
    e += data[at + j + 3] * v[j + 3];
  }
  for (let j = whole; j < d; j++) a += data[at + j] * v[j];
  return a + b + (c + e);
}
