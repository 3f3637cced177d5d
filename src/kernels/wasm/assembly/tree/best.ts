// The best split of the node at work found so far.
import { levelOf } from './criteria';
import { missing as missingRows } from './column';
import { allSums, weight } from './node';
import { isClassification, minSamplesLeaf, minWeightLeaf, monotonic, monotonicOf } from './problem';
import * as node from './node';

export let gain: f64 = -Infinity;
/** -1 while no split is found. */
export let feature: i32 = -1;
/** Rows with codes (or places in the order of categories) up to `low` go left; `high` is the next one in the node. */
export let low: u32 = 0;
export let high: u32 = 0;
export let missingLeft: bool = false;
/** Whether the node has missing values in the column. */
export let sawMissing: bool = false;
/** The threshold drawn by the random splitter; NaN stands for the middle between `low` and `high`. */
export let threshold: f64 = 0;
/** Level of the left and the right child, for monotonic constraints. */
export let leftLevel: f64 = 0;
export let rightLevel: f64 = 0;

/** Bounds of the node's level that constraints further up impose. */
export let lowerBound: f64 = -Infinity;
export let upperBound: f64 = Infinity;

export function resetBest(lower: f64, upper: f64): void {
  gain = -Infinity;
  feature = -1;
  lowerBound = lower;
  upperBound = upper;
}

/** Whether both children have enough rows and weight. */
// @ts-ignore: decorator
@inline
export function largeEnough(leftRows: i32, leftWeight: f64): bool {
  return leftRows >= minSamplesLeaf && node.count - leftRows >= minSamplesLeaf &&
    leftWeight >= minWeightLeaf && weight - leftWeight >= minWeightLeaf;
}

/** Remembers a split that is better than all before, unless constraints forbid it; says whether it did. */
export function accept(
  newGain: f64, f: i32, lowCode: u32, highCode: u32, missing: bool, drawn: f64, left: f64, right: f64,
): bool {
  if (monotonic) {
    const sign = monotonicOf(f);
    // Splits of free columns may leave the bounds: the values below them are clipped when the tree is complete.
    if (sign != 0) {
      if (left < lowerBound || right < lowerBound || left > upperBound || right > upperBound) return false;
      if ((left - right) * <f64>sign > 0) return false;
    }
    leftLevel = left;
    rightLevel = right;
  }
  gain = newGain;
  feature = f;
  low = lowCode;
  high = highCode;
  missingLeft = missing;
  sawMissing = missingRows > 0;
  threshold = drawn;
  return true;
}

/** `accept` for a split described by sums. */
export function acceptSums(
  newGain: f64, f: i32, lowCode: u32, highCode: u32, missing: bool, drawn: f64, sums: usize, leftWeight: f64,
): bool {
  if (!monotonic) return accept(newGain, f, lowCode, highCode, missing, drawn, 0, 0);
  const entry: usize = isClassification() ? 8 : 0;
  const right = (load<f64>(allSums() + entry) - load<f64>(sums + entry)) / (weight - leftWeight);
  return accept(newGain, f, lowCode, highCode, missing, drawn, levelOf(sums, leftWeight), right);
}
