// Bin codes of rows: the number of thresholds below the value, by a branchless search, four rows at a time.

/** Thresholds of a column, padded with NaN, which no value is above, to this many. */
const TABLE = 256;

/**
 * Codes of `rows` rows of X (row-major f64) into `codes` (row-major u8). `tables` holds 256 thresholds a column,
 * `missing` (u8) the code of missing values of a column, which for a `categorical` one negative values share.
 */
export function binRows(
  x: usize, rows: i32, features: i32, tables: usize, missing: usize, categorical: usize, codes: usize,
): void {
  const stride = <usize>features << 3;
  for (let f = 0; f < features; f++) {
    const table = tables + <usize>f * (TABLE * 8);
    const none = <u32>load<u8>(missing + f);
    const category = load<u8>(categorical + f) != 0;
    let from = x + (<usize>f << 3), to = codes + f;
    let i = 0;
    for (; i + 4 <= rows; i += 4) {
      const a = load<f64>(from), b = load<f64>(from + stride);
      const c = load<f64>(from + 2 * stride), d = load<f64>(from + 3 * stride);
      from += 4 * stride;
      let ka: usize = 0, kb: usize = 0, kc: usize = 0, kd: usize = 0;
      for (let step: usize = 128; step > 0; step >>= 1) {
        const at = table + ((step - 1) << 3);
        ka += step * <usize>(load<f64>(at + (ka << 3)) < a);
        kb += step * <usize>(load<f64>(at + (kb << 3)) < b);
        kc += step * <usize>(load<f64>(at + (kc << 3)) < c);
        kd += step * <usize>(load<f64>(at + (kd << 3)) < d);
      }
      store<u8>(to, codeOf(a, <u32>ka, none, category));
      store<u8>(to + features, codeOf(b, <u32>kb, none, category));
      store<u8>(to + 2 * features, codeOf(c, <u32>kc, none, category));
      store<u8>(to + 3 * features, codeOf(d, <u32>kd, none, category));
      to += 4 * features;
    }
    for (; i < rows; i++) {
      const a = load<f64>(from);
      from += stride;
      let ka: usize = 0;
      for (let step: usize = 128; step > 0; step >>= 1) {
        ka += step * <usize>(load<f64>(table + ((step - 1 + ka) << 3)) < a);
      }
      store<u8>(to, codeOf(a, <u32>ka, none, category));
      to += features;
    }
  }
}

// @ts-ignore: decorator
@inline
function codeOf(value: f64, found: u32, none: u32, category: bool): u32 {
  return value != value || (category && value < 0) ? none : found;
}
