// The search along a column for one target and squared errors: a histogram over the codes where there are few, else
// sorted keys; and one random split. Sums are added in the order of the general search.
import { at } from '../shared/simd';
import * as best from './best';
import { bottom, highest, lowest, top } from './column';
import { allSums, count, weight } from './node';
import {
  criterion, FRIEDMAN_MSE, histogram, histogramBytes, keys, monotonic, nodeTargets, nodeWeights, nOutputs,
  randomSplitter, spareKeys, SQUARED_ERROR, valuesOf,
} from './problem';
import { randomUniform } from './random';
import { codeBelow, drawnThreshold, drawThreshold } from './scan';
import { sortRange } from './sort';

/** Whether this search knows the criterion and the targets. */
// @ts-ignore: decorator
@inline
export function knows(): bool {
  return nOutputs == 1 && (criterion == SQUARED_ERROR || criterion == FRIEDMAN_MSE) && !monotonic;
}

/** Per code: weight, sum of weight times value, rows (f64, f64, i32). */
const ENTRY_BYTES = 24;

/** Tries the column whose codes `gatherCodes` has just written. */
export function tryColumn(f: i32): void {
  if (randomSplitter) return tryRandom(f);
  const range = <i32>(highest - lowest) + 1;
  if (range <= 2 * count && range * ENTRY_BYTES <= histogramBytes) return fromHistogram(f, range);
  for (let i = 0, n = count; i < n; i++) {
    store<u64>(at<u64>(keys, i), (<u64>load<u32>(at<u32>(spareKeys, i)) << 32) | <u64>i);
  }
  sortRange(keys, count, spareKeys, lowest, highest);
  scan(f);
}

// @ts-ignore: decorator
@inline
function offer(f: i32, low: u32, high: u32, nl: i32, wl: f64, left: f64, all: f64, threshold: f64): void {
  const wr = weight - wl, right = all - left;
  let gain: f64;
  if (criterion == SQUARED_ERROR) gain = left * left / wl + right * right / wr;
  else {
    const difference = wr * left - wl * right;
    gain = difference * difference / (wl * wr);
  }
  if (gain > best.gain && best.largeEnough(nl, wl)) best.accept(gain, f, low, high, false, threshold, 0, 0);
}

function scan(f: i32): void {
  const all = load<f64>(allSums());
  let wl = 0.0, left = 0.0, nl = 0;
  let key = load<u64>(keys);
  for (let p = keys, last = at<u64>(keys, count - 1); p < last; p += 8) {
    const i = <i32>key;
    wl += load<f64>(at<f64>(nodeWeights, i));
    left += load<f64>(at<f64>(nodeTargets, i));
    nl++;
    const next = load<u64>(p + 8);
    const code = <u32>(key >> 32), other = <u32>(next >> 32);
    if (code != other) offer(f, code, other, nl, wl, left, all, NaN);
    key = next;
  }
}

function fromHistogram(f: i32, range: i32): void {
  memory.fill(histogram, 0, <usize>range * ENTRY_BYTES);
  for (let i = 0, n = count; i < n; i++) {
    const entry = histogram + <usize>(load<u32>(at<u32>(spareKeys, i)) - lowest) * ENTRY_BYTES;
    store<f64>(entry, load<f64>(entry) + load<f64>(at<f64>(nodeWeights, i)));
    store<f64>(entry, load<f64>(entry, 8) + load<f64>(at<f64>(nodeTargets, i)), 8);
    store<i32>(entry, load<i32>(entry, 16) + 1, 16);
  }
  const all = load<f64>(allSums());
  let wl = 0.0, left = 0.0, nl = 0, low: u32 = 0, entry = histogram;
  for (let code = lowest, end = highest; code <= end; code++) {
    const rows = load<i32>(entry, 16);
    if (rows > 0) {
      if (nl > 0) offer(f, low, code, nl, wl, left, all, NaN);
      nl += rows;
      wl += load<f64>(entry);
      left += load<f64>(entry, 8);
      low = code;
    }
    entry += ENTRY_BYTES;
  }
}

function tryRandom(f: i32): void {
  if (valuesOf(f) != 0) return tryRandomValue(f);
  const drawn = drawThreshold(f);
  const low = codeBelow(f, drawn), threshold = drawnThreshold(f, drawn, low);
  let wl = 0.0, left = 0.0, nl = 0;
  for (let i = 0, n = count; i < n; i++) {
    // Adding zeros instead of branching: half of the branches would be mispredicted.
    const goesLeft = load<u32>(at<u32>(spareKeys, i)) <= low;
    wl += select<f64>(load<f64>(at<f64>(nodeWeights, i)), 0, goesLeft);
    left += select<f64>(load<f64>(at<f64>(nodeTargets, i)), 0, goesLeft);
    nl += <i32>goesLeft;
  }
  if (!best.largeEnough(nl, wl)) return;
  offer(f, low, low + 1, nl, wl, left, load<f64>(allSums()), threshold);
}

function tryRandomValue(f: i32): void {
  const drawn = randomUniform(bottom, top), threshold = drawn == top ? bottom : drawn;
  let wl = 0.0, left = 0.0, nl = 0;
  for (let i = 0, n = count; i < n; i++) {
    const goesLeft = load<f64>(at<f64>(spareKeys, i)) <= threshold;
    wl += select<f64>(load<f64>(at<f64>(nodeWeights, i)), 0, goesLeft);
    left += select<f64>(load<f64>(at<f64>(nodeTargets, i)), 0, goesLeft);
    nl += <i32>goesLeft;
  }
  if (best.largeEnough(nl, wl)) offer(f, 0, 1, nl, wl, left, load<f64>(allSums()), threshold);
}
