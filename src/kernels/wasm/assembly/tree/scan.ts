// The search along one column: every split between neighbouring values, or one drawn at random.
import { at } from '../shared/simd';
import * as best from './best';
import { highest, lowest, missing, missingWeight, present } from './column';
import { gainOf } from './criteria';
import { addRow, allSums, clear, count, leftSums, missingSums, weight } from './node';
import { guideOf, highOf, keys, lowOf, nCodesOf, nodeWeights, width } from './problem';
import { randomUniform } from './random';

/** Tries all splits of sorted keys, with the missing values on one side. */
export function scanRows(f: i32, missingLeft: bool): void {
  const sums = leftSums();
  if (missingLeft) memory.copy(sums, missingSums(), <usize>width << 3);
  else clear(sums, width);
  let wl = missingLeft ? missingWeight : 0.0, nl = missingLeft ? missing : 0;
  let key = load<u64>(keys);
  for (let p = keys, last = at<u64>(keys, present - 1); p < last; p += 8) {
    addRow(sums, <i32>key);
    wl += load<f64>(at<f64>(nodeWeights, <i32>key));
    nl++;
    const next = load<u64>(p + 8);
    if (<u32>(key >> 32) != <u32>(next >> 32) && best.largeEnough(nl, wl)) {
      const gain = gainOf(allSums(), sums, weight, wl);
      if (gain > best.gain) {
        best.acceptSums(gain, f, <u32>(key >> 32), <u32>(next >> 32), missingLeft, NaN, sums, wl);
      }
    }
    key = next;
  }
}

/** Tries the split of the missing values from all others. */
export function trySeparate(f: i32, highestCode: u32): void {
  const sums = leftSums(), all = allSums(), none = missingSums();
  for (let c = 0; c < width; c++) store<f64>(at<f64>(sums, c), load<f64>(at<f64>(all, c)) - load<f64>(at<f64>(none, c)));
  const wl = weight - missingWeight;
  if (!best.largeEnough(present, wl)) return;
  const gain = gainOf(all, sums, weight, wl);
  if (gain > best.gain) best.acceptSums(gain, f, highestCode, nCodesOf(f), false, NaN, sums, wl);
}

/** The bucket of a value: the range of the column's values is cut into as many as there are codes. */
// @ts-ignore: decorator
@inline
function bucketOf(value: f64, bottom: f64, span: f64, n: i32): i32 {
  return min(n - 1, <i32>((value - bottom) / span * <f64>n));
}

/** Fills a column's guide: for each bucket, and one past the last, the first code that is not below it. */
export function fillGuide(f: i32): void {
  const n = nCodesOf(f), values = lowOf(f), guide = guideOf(f);
  const bottom = load<f64>(values), span = load<f64>(at<f64>(values, n - 1)) - bottom;
  let next = 0;
  for (let code = 0; code < n; code++) {
    const bucket = bucketOf(load<f64>(at<f64>(values, code)), bottom, span, n);
    while (next <= bucket) store<i32>(at<i32>(guide, next++), code);
  }
  while (next <= n) store<i32>(at<i32>(guide, next++), n);
}

/** The last code whose rows lie at or below a threshold: one in [lowest, highest). */
export function codeBelow(f: i32, threshold: f64): u32 {
  const n = nCodesOf(f), values = lowOf(f), guide = guideOf(f);
  let from = lowest, to = highest;
  if (guide != 0) {
    const bottom = load<f64>(values), span = load<f64>(at<f64>(values, n - 1)) - bottom;
    const bucket = bucketOf(threshold, bottom, span, n);
    // Codes of lower buckets are below the threshold and codes of higher ones above it.
    from = <u32>max(<i32>lowest, load<i32>(at<i32>(guide, bucket)) - 1);
    to = min(highest, load<u32>(at<u32>(guide, bucket + 1)));
  }
  while (to > from + 1) {
    const middle = (from + to) >> 1;
    if (load<f64>(values + (<usize>middle << 3)) <= threshold) from = middle;
    else to = middle;
  }
  return from;
}

/** Draws a threshold between the values of the column's lowest and highest code. */
export function drawThreshold(f: i32): f64 {
  const bottom = load<f64>(lowOf(f) + (<usize>lowest << 3)), top = load<f64>(highOf(f) + (<usize>highest << 3));
  const threshold = randomUniform(bottom, top);
  return threshold == top ? bottom : threshold;
}

/** The threshold to keep for a split after `code`: a bin goes left as a whole. */
export function drawnThreshold(f: i32, threshold: f64, code: u32): f64 {
  if (highOf(f) == lowOf(f)) return threshold;
  return max(threshold, load<f64>(highOf(f) + (<usize>code << 3)));
}

/** Tries the one split after code `low`; the keys need no order. */
export function tryOne(f: i32, low: u32, missingLeft: bool, threshold: f64): void {
  const sums = leftSums();
  if (missingLeft) memory.copy(sums, missingSums(), <usize>width << 3);
  else clear(sums, width);
  let wl = missingLeft ? missingWeight : 0.0, nl = missingLeft ? missing : 0;
  for (let p = keys, last = at<u64>(keys, count); p < last; p += 8) {
    const key = load<u64>(p);
    if (<u32>(key >> 32) > low) continue;
    addRow(sums, <i32>key);
    wl += load<f64>(at<f64>(nodeWeights, <i32>key));
    nl++;
  }
  if (!best.largeEnough(nl, wl)) return;
  const gain = gainOf(allSums(), sums, weight, wl);
  if (gain > best.gain) best.acceptSums(gain, f, low, low + 1, missingLeft, threshold, sums, wl);
}

/** The threshold between two codes: the middle of the values next to it. */
export function middleOf(f: i32, low: u32, high: u32): f64 {
  const a = load<f64>(highOf(f) + (<usize>low << 3));
  if (high >= <u32>nCodesOf(f)) return Infinity;
  const b = load<f64>(lowOf(f) + (<usize>high << 3));
  const middle = a / 2.0 + b / 2.0;
  // Neighbouring doubles have no middle; the threshold must stay below the upper value.
  return middle == b || middle == Infinity || middle == -Infinity ? a : middle;
}
