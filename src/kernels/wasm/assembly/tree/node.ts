// The node at work: its rows' weights and targets gathered side by side, and the sums over them.
import { at } from '../shared/simd';
import { impurityOf } from './criteria';
import { absoluteErrorOfNode } from './absolute_error';
import { isPacked, nodePacked, packedRow } from './packed_rows';
import {
  ABSOLUTE_ERROR, criterion, isClassification, nClasses, nodeTargets, nodeWeights, nOutputs, POISSON, rows, targets,
  vectors, weights, width,
} from './problem';

/** First row of the node and one past its last, in `rows`. */
export let start: i32 = 0;
export let end: i32 = 0;
/** Rows in the node. */
export let count: i32 = 0;
/** Their weight. */
export let weight: f64 = 0;
/** Sum of w y^2, or of w y log y for Poisson. */
export let moment: f64 = 0;
export let impurity: f64 = 0;

/** Vectors of sums: of the node, of the left child tried, of the rows whose value is missing. */
// @ts-ignore: decorator
@inline
export function allSums(): usize { return vectors; }
// @ts-ignore: decorator
@inline
export function leftSums(): usize { return vectors + (<usize>width << 3); }
// @ts-ignore: decorator
@inline
export function missingSums(): usize { return vectors + (<usize>width << 4); }

/** Sets `n` numbers to 0: a loop is quicker than a call for the few that there are. */
// @ts-ignore: decorator
@inline
export function clear(sums: usize, n: i32): void {
  for (let c = 0; c < n; c++) store<f64>(sums + (<usize>c << 3), 0);
}

/** Whether weights and targets of the rows of the node are gathered: packed rows do without as long as they can. */
let gathered: bool = false;

/** Makes rows[from .. to) the node at work. */
export function enter(from: i32, to: i32): void {
  start = from;
  end = to;
  count = to - from;
  moment = 0;
  clear(allSums(), width);
  gathered = !isPacked;
  const pure = isPacked ? gatherPacked() : isClassification() ? gatherClasses() : gatherValues();
  // Round-off must not make a node of equal values look impure.
  if (criterion == ABSOLUTE_ERROR) impurity = absoluteErrorOfNode();
  else impurity = pure ? 0 : impurityOf(allSums(), weight, moment);
}

/** Gathers weights and targets of the rows, for the searches that need them. */
export function gatherAll(): void {
  if (gathered) return;
  gathered = true;
  clear(allSums(), width);
  gatherClasses();
}

function gatherPacked(): bool {
  const sums = allSums();
  const first = packedRow(load<u32>(at<u32>(rows, start))) & 0xffff;
  let others: u32 = 0, w = 0, to = nodePacked;
  for (let p = at<u32>(rows, start), last = at<u32>(rows, end); p < last; p += 4) {
    const row = packedRow(load<u32>(p));
    store<u32>(to, row);
    to += 4;
    const rowWeight = <i32>(row >> 16), c = row & 0xffff;
    w += rowWeight;
    others |= c ^ first;
    const sum = sums + (<usize>c << 3);
    store<f64>(sum, load<f64>(sum) + <f64>rowWeight);
  }
  weight = <f64>w;
  return others == 0;
}

/** Whether all rows have the same classes. */
function gatherClasses(): bool {
  const sums = allSums(), outputs = nOutputs, classes = nClasses;
  let w = 0.0, pure = true;
  const first = targets + (<usize>load<u32>(at<u32>(rows, start)) * <usize>outputs << 2);
  let to = nodeTargets, toWeight = nodeWeights;
  for (let p = at<u32>(rows, start), last = at<u32>(rows, end); p < last; p += 4) {
    const row = <usize>load<u32>(p);
    const rowWeight = load<f64>(weights + (row << 3));
    store<f64>(toWeight, rowWeight);
    toWeight += 8;
    w += rowWeight;
    let from = targets + (row * <usize>outputs << 2);
    for (let k = 0; k < outputs; k++) {
      const c = load<i32>(from);
      pure = pure && c == load<i32>(first + (<usize>k << 2));
      store<i32>(to, c);
      const sum = sums + (<usize>(k * classes + c) << 3);
      store<f64>(sum, load<f64>(sum) + rowWeight);
      from += 4;
      to += 4;
    }
  }
  weight = w;
  return pure;
}

/** Whether all rows have the same values. */
function gatherValues(): bool {
  const sums = allSums(), outputs = nOutputs;
  let w = 0.0, pure = true;
  const first = targets + (<usize>load<u32>(at<u32>(rows, start)) * <usize>outputs << 3);
  let to = nodeTargets, toWeight = nodeWeights;
  for (let p = at<u32>(rows, start), last = at<u32>(rows, end); p < last; p += 4) {
    const row = <usize>load<u32>(p);
    const rowWeight = load<f64>(weights + (row << 3));
    store<f64>(toWeight, rowWeight);
    toWeight += 8;
    w += rowWeight;
    let from = targets + (row * <usize>outputs << 3);
    for (let k = 0; k < outputs; k++) {
      const y = load<f64>(from);
      pure = pure && y == load<f64>(first + (<usize>k << 3));
      const wy = rowWeight * y;
      // Absolute errors need the values themselves.
      store<f64>(to, criterion == ABSOLUTE_ERROR ? y : wy);
      const sum = sums + (<usize>k << 3);
      store<f64>(sum, load<f64>(sum) + wy);
      if (criterion != POISSON) moment += wy * y;
      else if (y > 0) moment += wy * Math.log(y);
      from += 8;
      to += 8;
    }
  }
  weight = w;
  return pure;
}

/** Impurities and weights of the children: see `weighChildren`. */
export let leftImpurity: f64 = 0;
export let rightImpurity: f64 = 0;
export let leftWeight: f64 = 0;

/** Computes the impurities of the children rows[start .. middle) and rows[middle .. end). */
export function weighChildren(middle: i32): void {
  const sums = leftSums(), others = missingSums(), outputs = nOutputs;
  memory.fill(sums, 0, <usize>width << 3);
  let w = 0.0, part = 0.0;
  for (let p = at<u32>(rows, start), last = at<u32>(rows, middle); p < last; p += 4) {
    const row = <usize>load<u32>(p);
    const rowWeight = load<f64>(weights + (row << 3));
    w += rowWeight;
    for (let k = 0; k < outputs; k++) {
      const slot = row * <usize>outputs + <usize>k;
      if (isClassification()) {
        const sum = at<f64>(sums, k * nClasses + load<i32>(targets + (slot << 2)));
        store<f64>(sum, load<f64>(sum) + rowWeight);
      } else {
        const y = load<f64>(targets + (slot << 3)), wy = rowWeight * y;
        store<f64>(at<f64>(sums, k), load<f64>(at<f64>(sums, k)) + wy);
        if (criterion != POISSON) part += wy * y;
        else if (y > 0) part += wy * Math.log(y);
      }
    }
  }
  for (let c = 0; c < width; c++) {
    store<f64>(at<f64>(others, c), load<f64>(at<f64>(allSums(), c)) - load<f64>(at<f64>(sums, c)));
  }
  leftWeight = w;
  leftImpurity = impurityOf(sums, w, part);
  rightImpurity = impurityOf(others, weight - w, moment - part);
}

/** Adds the row at position `i` of the node to a vector of sums. */
// @ts-ignore: decorator
@inline
export function addRow(sums: usize, i: i32): void {
  if (isClassification()) {
    const w = load<f64>(at<f64>(nodeWeights, i));
    for (let k = 0; k < nOutputs; k++) {
      const sum = at<f64>(sums, k * nClasses + load<i32>(at<i32>(nodeTargets, i * nOutputs + k)));
      store<f64>(sum, load<f64>(sum) + w);
    }
  } else {
    for (let k = 0; k < nOutputs; k++) {
      const sum = at<f64>(sums, k);
      store<f64>(sum, load<f64>(sum) + load<f64>(at<f64>(nodeTargets, i * nOutputs + k)));
    }
  }
}
