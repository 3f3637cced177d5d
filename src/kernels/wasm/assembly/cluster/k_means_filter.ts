// The nearest centre of each row by single precision, where that is sure to be the one that double precision finds; the
// other rows, hardly any, are compared anew in double precision, so that labels are those of direct distances. Rows are
// scaled to cells of at most 1 and stand in blocks of eight, column by column: four rows per vector. For each centre
// half its squared norm less its product with the row is compared, which orders centres as distances do.
import { at, madd } from '../shared/simd';
import { exactLabel } from './k_means';

let d: i32 = 0;
/** Groups of four centres. */
let groupCount: i32 = 0;
/** Blocks of rows, and a norm (rounded up) per row. */
let blocks: usize = 0;
let norms: usize = 0;
/** Centres with the sign turned, by group column by column, and half their squared norms. */
let centers: usize = 0;
let halves: usize = 0;
let labels: usize = 0;

export function setFilter(
  columns: i32, groups: i32, rows: usize, norm: usize, center: usize, half: usize, label: usize,
): void {
  d = columns;
  groupCount = groups;
  blocks = rows;
  norms = norm;
  centers = center;
  halves = half;
  labels = label;
}

/** Takes `origin` off each row, in place; returns the largest size of a cell. */
export function shiftRows(n: i32, columns: i32, data: usize, origin: usize): f64 {
  let most: f64 = 0;
  const width = <usize>columns << 3;
  for (let i = 0, x = data; i < n; i++, x += width) {
    for (let o: usize = 0; o < width; o += 8) {
      const value = load<f64>(x + o) - load<f64>(origin + o);
      store<f64>(x + o, value);
      most = max(most, abs(value));
    }
  }
  return most;
}

/** Packs rows, scaled, into blocks; the last block ends in zeros. */
export function packRows(n: i32, data: usize, scale: f64): void {
  const width = <usize>d << 3;
  for (let i = 0; i < ((n + 7) & ~7); i++) {
    const x = data + <usize>i * width;
    let cell = blocks + <usize>(i >> 3) * (width << 2) + (<usize>(i & 7) << 2);
    let sum: f64 = 0;
    for (let o: usize = 0; o < width; o += 8, cell += 32) {
      const value = i < n ? load<f64>(x + o) * scale : 0;
      sum += value * value;
      store<f32>(cell, <f32>value);
    }
    store<f32>(at<f32>(norms, i), <f32>(sqrt(sum) * 1.00001));
  }
}

// @ts-ignore: decorator
@inline
function step(best: v128, value: v128): v128 {
  return f32x4.pmin(best, value);
}

/**
 * Labels of the rows `from` .. `to` (`from` a multiple of 8). A row is settled when its best centre leads by more than
 * `fixed` + `perNorm` times its norm. Returns how many labels changed.
 */
export function assignFiltered(from: i32, to: i32, fixed: f32, perNorm: f32): i32 {
  const width = <usize>d << 5;
  const vFixed = f32x4.splat(fixed), vNorm = f32x4.splat(perNorm);
  let changed = 0;
  for (let i = from; i < to; i += 8) {
    const block = blocks + <usize>(i >> 3) * width;
    const end = block + width;
    let bestA = f32x4.splat(f32.MAX_VALUE), bestB = bestA, secondA = bestA, secondB = bestA;
    let labelA = i32x4.splat(0), labelB = labelA;
    let center = centers;
    for (let g = 0; g < groupCount; g++) {
      const half = at<f32>(halves, g << 2);
      let a0 = v128.load32_splat(half), a1 = v128.load32_splat(half, 4);
      let a2 = v128.load32_splat(half, 8), a3 = v128.load32_splat(half, 12);
      let b0 = a0, b1 = a1, b2 = a2, b3 = a3;
      for (let x = block; x < end; x += 32, center += 16) {
        const u = v128.load(x), v = v128.load(x, 16);
        const c0 = v128.load32_splat(center);
        a0 = madd<f32>(u, c0, a0);
        b0 = madd<f32>(v, c0, b0);
        const c1 = v128.load32_splat(center, 4);
        a1 = madd<f32>(u, c1, a1);
        b1 = madd<f32>(v, c1, b1);
        const c2 = v128.load32_splat(center, 8);
        a2 = madd<f32>(u, c2, a2);
        b2 = madd<f32>(v, c2, b2);
        const c3 = v128.load32_splat(center, 12);
        a3 = madd<f32>(u, c3, a3);
        b3 = madd<f32>(v, c3, b3);
      }
      let place = i32x4.splat(g << 2);
      const one = i32x4.splat(1);
      labelA = v128.bitselect(place, labelA, f32x4.lt(a0, bestA));
      secondA = step(secondA, f32x4.pmax(a0, bestA));
      bestA = step(bestA, a0);
      labelB = v128.bitselect(place, labelB, f32x4.lt(b0, bestB));
      secondB = step(secondB, f32x4.pmax(b0, bestB));
      bestB = step(bestB, b0);
      place = i32x4.add(place, one);
      labelA = v128.bitselect(place, labelA, f32x4.lt(a1, bestA));
      secondA = step(secondA, f32x4.pmax(a1, bestA));
      bestA = step(bestA, a1);
      labelB = v128.bitselect(place, labelB, f32x4.lt(b1, bestB));
      secondB = step(secondB, f32x4.pmax(b1, bestB));
      bestB = step(bestB, b1);
      place = i32x4.add(place, one);
      labelA = v128.bitselect(place, labelA, f32x4.lt(a2, bestA));
      secondA = step(secondA, f32x4.pmax(a2, bestA));
      bestA = step(bestA, a2);
      labelB = v128.bitselect(place, labelB, f32x4.lt(b2, bestB));
      secondB = step(secondB, f32x4.pmax(b2, bestB));
      bestB = step(bestB, b2);
      place = i32x4.add(place, one);
      labelA = v128.bitselect(place, labelA, f32x4.lt(a3, bestA));
      secondA = step(secondA, f32x4.pmax(a3, bestA));
      bestA = step(bestA, a3);
      labelB = v128.bitselect(place, labelB, f32x4.lt(b3, bestB));
      secondB = step(secondB, f32x4.pmax(b3, bestB));
      bestB = step(bestB, b3);
    }
    const norm = at<f32>(norms, i);
    const needA = f32x4.add(vFixed, f32x4.mul(vNorm, v128.load(norm)));
    const needB = f32x4.add(vFixed, f32x4.mul(vNorm, v128.load(norm, 16)));
    const sure =
      i32x4.bitmask(f32x4.gt(f32x4.sub(secondA, bestA), needA)) |
      (i32x4.bitmask(f32x4.gt(f32x4.sub(secondB, bestB), needB)) << 4);
    const label = at<i32>(labels, i);
    const rows = min(8, to - i);
    if (sure == 255 && rows == 8) {
      changed += popcnt(i32x4.bitmask(i32x4.ne(v128.load(label), labelA)));
      changed += popcnt(i32x4.bitmask(i32x4.ne(v128.load(label, 16), labelB)));
      v128.store(label, labelA);
      v128.store(label, labelB, 16);
      continue;
    }
    v128.store(found, labelA);
    v128.store(found, labelB, 16);
    for (let r = 0; r < rows; r++) {
      const own = (sure >> r) & 1 ? load<i32>(at<i32>(found, r)) : exactLabel(i + r);
      if (own != load<i32>(at<i32>(label, r))) changed++;
      store<i32>(at<i32>(label, r), own);
    }
  }
  return changed;
}

const found: usize = memory.data(4 * 8);
