// Splits of a column of categories: they are sorted by their gradient per hessian, and the order is parted (Fisher,
// On Grouping for Maximum Homogeneity, 1958), from either end up to the middle.
import {
  BIN, countAt, gainOf, keep, MIN_HESSIAN, MISSING_LEFT, nodeCount, nodeGradient, nodeHessian, pairAt, SET,
} from './node_split';
import {
  categoryCodes as codes, categoryValues as values, holdsMissing, minSamplesLeaf, missingBinOf, monotone, offsetOf,
} from './problem';

/** Categories of less weight take no side: they go right. */
const MIN_SUPPORT: f64 = 10;

export function splitCategories(hist: usize, f: i32, record: usize): void {
  const from = offsetOf(f), missingBin = missingBinOf(f);
  const missing = load<u8>(holdsMissing + f) != 0;
  const used = sortedCategories(hist, from, missing ? missingBin + 1 : missingBin);
  if (used <= 1) return;
  const constraint = <i32>load<i8>(monotone + f);
  const all = f64x2.replace_lane(f64x2.splat(nodeGradient), 1, nodeHessian);
  let best = f64x2.splat(0);
  let bestGain: f64 = -1;
  let bestCount = 0, bestPlace = -1, bestStep = 0;
  for (let step = 1; step >= -1; step -= 2) {
    const middle = (used + 1) / 2 - (step == 1 ? 0 : 1);
    let left = f64x2.splat(0);
    let n = 0;
    for (let i = 0; i < middle; i++) {
      const place = step == 1 ? i : used - 1 - i;
      const bin = from + <i32>load<u8>(codes + place);
      const pair = pairAt(hist, bin);
      n += countAt(hist, bin, pair);
      left = f64x2.add(left, pair);
      const right = f64x2.sub(all, left);
      if (n < minSamplesLeaf || f64x2.extract_lane(left, 1) < MIN_HESSIAN) continue;
      if (nodeCount - n < minSamplesLeaf || f64x2.extract_lane(right, 1) < MIN_HESSIAN) break;
      const gain = gainOf(left, right, constraint, true);
      if (gain > bestGain && gain > 0) {
        bestGain = gain;
        bestPlace = place;
        bestStep = step;
        bestCount = n;
        best = left;
      }
    }
  }
  if (bestPlace < 0) return;
  keep(record, bestGain, best, bestCount);
  store<i32>(record, 0, BIN);
  memory.fill(record + SET, 0, 32);
  for (let place = bestStep == 1 ? 0 : used - 1; place != bestPlace + bestStep; place += bestStep) {
    const code = <usize>load<u8>(codes + place);
    const word = record + SET + ((code >> 5) << 2);
    store<u32>(word, load<u32>(word) | (1 << (<u32>code & 31)));
  }
  const code = <usize>(missingBin - from);
  const bit = load<u32>(record + SET + ((code >> 5) << 2)) >> (<u32>code & 31) & 1;
  store<i32>(record, missing ? bit : 0, MISSING_LEFT);
}

/** Sorts the categories of enough support by their value, equal ones by code; returns how many there are. */
function sortedCategories(hist: usize, from: i32, end: i32): i32 {
  const factor = <f64>nodeCount / nodeHessian;
  let used = 0;
  for (let bin = from; bin < end; bin++) {
    const pair = pairAt(hist, bin);
    const hessian = f64x2.extract_lane(pair, 1);
    if (hessian * factor < MIN_SUPPORT) continue;
    const value = f64x2.extract_lane(pair, 0) / (hessian + MIN_SUPPORT);
    let place = used++;
    for (; place > 0 && load<f64>(values + (<usize>(place - 1) << 3)) > value; place--) {
      store<f64>(values + (<usize>place << 3), load<f64>(values + (<usize>(place - 1) << 3)));
      store<u8>(codes + place, load<u8>(codes + place - 1));
    }
    store<f64>(values + (<usize>place << 3), value);
    store<u8>(codes + place, <u8>(bin - from));
  }
  return used;
}
