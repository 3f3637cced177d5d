// Long lists of plane rotations, applied to eight columns at a time so that these stay in the cache.
import { madd } from '../shared/simd';

/**
 * For each rotation (i, j, c, s) in order: rows i and j of Z (rows x columns) become c z_i + s z_j and
 * c z_j - s z_i. `panel` holds 8 doubles per row.
 */
export function rotateRows(
  rows: i32, columns: i32, z: usize, count: i32, pairs: usize, cosines: usize, panel: usize,
): void {
  const ld = <usize>columns * 8;
  for (let from = 0; from < columns; from += 8) {
    const width = min(8, columns - from);
    const start = z + <usize>from * 8;
    for (let i = 0; i < rows; i++) {
      memory.copy(panel + <usize>i * 64, start + <usize>i * ld, <usize>width * 8);
    }
    // Rotations come in chains (i, j), (j, k), ...: the row that two of them share stays in registers.
    let held = panel + <usize>load<i32>(pairs) * 64;
    let a0 = v128.load(held), a1 = v128.load(held, 16), a2 = v128.load(held, 32), a3 = v128.load(held, 48);
    for (let k = 0; k < count; k++) {
      const a = panel + <usize>load<i32>(pairs + <usize>k * 8) * 64;
      const b = panel + <usize>load<i32>(pairs + <usize>k * 8, 4) * 64;
      if (a != held) {
        v128.store(held, a0);
        v128.store(held, a1, 16);
        v128.store(held, a2, 32);
        v128.store(held, a3, 48);
        a0 = v128.load(a);
        a1 = v128.load(a, 16);
        a2 = v128.load(a, 32);
        a3 = v128.load(a, 48);
      }
      const c = v128.load_splat<f64>(cosines + <usize>k * 16);
      const s = v128.load_splat<f64>(cosines + <usize>k * 16, 8);
      const minus = f64x2.neg(s);
      const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32), b3 = v128.load(b, 48);
      v128.store(a, madd<f64>(s, b0, f64x2.mul(c, a0)));
      v128.store(a, madd<f64>(s, b1, f64x2.mul(c, a1)), 16);
      v128.store(a, madd<f64>(s, b2, f64x2.mul(c, a2)), 32);
      v128.store(a, madd<f64>(s, b3, f64x2.mul(c, a3)), 48);
      a0 = madd<f64>(minus, a0, f64x2.mul(c, b0));
      a1 = madd<f64>(minus, a1, f64x2.mul(c, b1));
      a2 = madd<f64>(minus, a2, f64x2.mul(c, b2));
      a3 = madd<f64>(minus, a3, f64x2.mul(c, b3));
      held = b;
    }
    v128.store(held, a0);
    v128.store(held, a1, 16);
    v128.store(held, a2, 32);
    v128.store(held, a3, 48);
    for (let i = 0; i < rows; i++) {
      memory.copy(start + <usize>i * ld, panel + <usize>i * 64, <usize>width * 8);
    }
  }
}
