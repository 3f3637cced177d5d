// Growth of a tree: depth first, left before right, with a stack; or best first, with a heap of the nodes that could be
// split, until there are enough leaves. Nodes are numbered in the order in which scikit-learn numbers them.
import { at } from '../shared/simd';
import { medians } from './absolute_error';
import * as best from './best';
import { bestSet, completeSet, setBytes } from './categories';
import { improvementOf } from './criteria';
import * as node from './node';
import { packRows } from './packed_rows';
import { partitionByCode, partitionBySet, partitionByValue } from './partition';
import {
  ABSOLUTE_ERROR, CATEGORICAL, constants, criterion, features, flagsOf, maxDepth, maxFeatures, maxLeafNodes, minImpurityDecrease,
  minSamplesLeaf, minSamplesSplit, minWeightLeaf, monotonic, monotonicOf, nColumns, nCodesOf, nOutputs, randomSplitter, rows, valuesOf, weights,
} from './problem';
import { seedRandom } from './random';
import { middleOf } from './scan';
import { findSplit, nConstants, work } from './split';
import * as tree from './tree';

const EPSILON: f64 = 2.220446049250313e-16;

/** Records of nodes to come (stack) or of leaves that may be split (heap). */
let records: usize = 0;
let nRecords: i32 = 0;
/** Medians of each node (f64, nodes x outputs), for absolute errors. */
let nodeMedians: usize = 0;
let allWeight: f64 = 0;
let splitsLeft: i32 = 0;

// A record: rows from start to end, depth, parent, whether right child, constants known, bounds. In the heap `parent`
// is the node itself; middle of its rows, gain, and its best split follow.
// @ts-ignore: decorator
@unmanaged
class Pending {
  improvement: f64;
  lower: f64;
  upper: f64;
  leftLevel: f64;
  rightLevel: f64;
  threshold: f64;
  start: i32;
  end: i32;
  depth: i32;
  parent: i32;
  isRight: i32;
  nConstants: i32;
  middle: i32;
  feature: i32;
  missingLeft: i32;
}
/** Bytes of a record. */
const PENDING: usize = 88;

// @ts-ignore: decorator
@inline
function record(i: i32): Pending { return changetype<Pending>(records + <usize>i * PENDING); }

export function setRecords(room: usize, medianRoom: usize): void {
  records = room;
  nodeMedians = medianRoom;
}

/** Bytes of a record, for those who make room. */
export function recordBytes(): i32 { return <i32>PENDING; }

/** Starts a tree of the first `n` rows of `rows`. */
export function begin(n: i32, seed: u32): void {
  seedRandom(seed);
  tree.clearTree();
  for (let f = 0; f < nColumns; f++) {
    store<i32>(at<i32>(features, f), f);
    store<i32>(at<i32>(constants, f), f);
  }
  allWeight = 0;
  for (let i = 0; i < n; i++) allWeight += load<f64>(weights + (<usize>load<u32>(at<u32>(rows, i)) << 3));
  packRows(rows, n);
  nRecords = 0;
  splitsLeft = maxLeafNodes - 1;
  if (maxLeafNodes > 0) addFrontier(0, n, 0, -1, false, -Infinity, Infinity);
  else push(0, n, 0, -1, 0, 0, -Infinity, Infinity);
}

/** Goes on with the tree until it is complete (returns true) or about `budget` keys have been looked at. */
export function grow(budget: i32): bool {
  while (nRecords > 0 && budget > 0) budget -= maxLeafNodes > 0 ? growBest() : growNext();
  return nRecords == 0;
}

/** Whether the node at work may be split. */
function mayBeSplit(depth: i32): bool {
  return depth < maxDepth && node.count >= minSamplesSplit && node.count >= 2 * minSamplesLeaf &&
    node.weight >= 2 * minWeightLeaf && node.impurity > EPSILON;
}

let improvement: f64 = 0;

/** Splits the node at work if that is worth it; returns the middle of its rows, or -1. */
function split(known: i32, lower: f64, upper: f64): i32 {
  findSplit(known, lower, upper);
  const f = best.feature;
  if (f < 0) return -1;
  const categorical = (flagsOf(f) & CATEGORICAL) != 0;
  const none = <u32>nCodesOf(f);
  if (categorical && best.sawMissing) completeSet(f, best.missingLeft);
  const middle = categorical
    ? partitionBySet(f, node.start, node.end, bestSet)
    : randomSplitter && valuesOf(f) != 0
    ? partitionByValue(f, node.start, node.end, best.threshold)
    : partitionByCode(f, node.start, node.end, best.low, none, best.missingLeft);
  improvement = 0;
  if (maxLeafNodes > 0 || minImpurityDecrease > 0) {
    measure(middle);
    if (improvement + EPSILON < minImpurityDecrease) return -1;
  }
  return middle;
}

function measure(middle: i32): void {
  if (criterion == ABSOLUTE_ERROR) {
    improvement = node.weight / allWeight * (node.impurity + best.gain / node.weight);
    return;
  }
  node.weighChildren(middle);
  const wl = node.leftWeight;
  improvement = improvementOf(
    node.weight, allWeight, node.impurity, wl, node.leftImpurity, node.weight - wl, node.rightImpurity,
    node.leftSums(), node.allSums(),
  );
}

/** Where missing values go: as learned, else to the side with more rows. */
function missingSide(middle: i32): bool {
  return best.sawMissing ? best.missingLeft : middle - node.start > node.end - middle;
}

function thresholdOf(f: i32): f64 {
  if ((flagsOf(f) & CATEGORICAL) != 0) return NaN;
  return best.threshold == best.threshold ? best.threshold : middleOf(f, best.low, best.high);
}

function addLeaf(parent: i32, isRight: bool): i32 {
  const id = tree.addNode(parent, isRight, node.start, node.count, node.weight, node.impurity);
  if (criterion == ABSOLUTE_ERROR) {
    memory.copy(at<f64>(nodeMedians, id * nOutputs), medians, <usize>nOutputs << 3);
  }
  return id;
}

function keepSplit(id: i32, middle: i32): void {
  const f = best.feature, missingLeft = missingSide(middle);
  tree.splitNode(id, f, thresholdOf(f), missingLeft);
  if ((flagsOf(f) & CATEGORICAL) == 0) return;
  if (!best.sawMissing) completeSet(f, missingLeft);
  tree.keepNodeSet(id, bestSet, setBytes(nCodesOf(f)));
}

// --- Depth first ---------------------------------------------------------------------------------------------------

function push(start: i32, end: i32, depth: i32, parent: i32, isRight: i32, known: i32, lower: f64, upper: f64): void {
  const r = record(nRecords++);
  r.start = start;
  r.end = end;
  r.depth = depth;
  r.parent = parent;
  r.isRight = isRight;
  r.nConstants = known;
  r.lower = lower;
  r.upper = upper;
}

function growNext(): i32 {
  const r = record(--nRecords);
  const start = r.start, end = r.end, depth = r.depth, lower = r.lower, upper = r.upper;
  node.enter(start, end);
  const middle = mayBeSplit(depth) ? split(r.nConstants, lower, upper) : -1;
  const id = addLeaf(r.parent, r.isRight != 0);
  if (middle < 0) return end - start;
  keepSplit(id, middle);
  const sign = monotonic ? monotonicOf(best.feature) : 0;
  const centre = (best.leftLevel + best.rightLevel) / 2;
  const known = nConstants;
  push(middle, end, depth + 1, id, 1, known, sign > 0 ? centre : lower, sign < 0 ? centre : upper);
  push(start, middle, depth + 1, id, 0, known, sign < 0 ? centre : lower, sign > 0 ? centre : upper);
  return work;
}

// --- Best first ----------------------------------------------------------------------------------------------------

/** Adds a leaf, with the split it would have, to the heap. */
function addFrontier(start: i32, end: i32, depth: i32, parent: i32, isRight: bool, lower: f64, upper: f64): void {
  node.enter(start, end);
  const middle = mayBeSplit(depth) ? split(0, lower, upper) : -1;
  const id = addLeaf(parent, isRight);
  const r = record(nRecords);
  r.parent = id;
  r.improvement = 0;
  r.feature = -1;
  if (middle >= 0) keepPending(r, middle, depth, lower, upper);
  // The record past the end of the heap is room for the one that moves.
  nRecords++;
  move(nRecords, nRecords - 1);
  rise(nRecords - 1);
}

function keepPending(r: Pending, middle: i32, depth: i32, lower: f64, upper: f64): void {
  const f = best.feature;
  r.improvement = improvement;
  r.start = node.start;
  r.end = node.end;
  r.depth = depth;
  r.lower = lower;
  r.upper = upper;
  r.middle = middle;
  r.feature = f;
  r.threshold = thresholdOf(f);
  r.leftLevel = best.leftLevel;
  r.rightLevel = best.rightLevel;
  r.missingLeft = missingSide(middle);
  if ((flagsOf(f) & CATEGORICAL) == 0) return;
  if (!best.sawMissing) completeSet(f, r.missingLeft != 0);
  // The set goes into the tree at once; a leaf that is never split has no use for it.
  tree.keepNodeSet(r.parent, bestSet, setBytes(nCodesOf(f)));
}

function growBest(): i32 {
  if (splitsLeft <= 0) {
    nRecords = 0;
    return 0;
  }
  const r = record(0), f = r.feature;
  if (f < 0) {
    popTop();
    return 1;
  }
  splitsLeft--;
  const start = r.start, end = r.end, middle = r.middle, depth = r.depth, id = r.parent;
  const lower = r.lower, upper = r.upper, sign = monotonic ? monotonicOf(f) : 0;
  const centre = (r.leftLevel + r.rightLevel) / 2;
  tree.splitNode(id, f, r.threshold, r.missingLeft != 0);
  popTop();
  addFrontier(start, middle, depth + 1, id, false, sign < 0 ? centre : lower, sign > 0 ? centre : upper);
  addFrontier(middle, end, depth + 1, id, true, sign > 0 ? centre : lower, sign < 0 ? centre : upper);
  return (end - start) * min(maxFeatures, nColumns);
}

// @ts-ignore: decorator
@inline
function move(to: i32, from: i32): void {
  memory.copy(changetype<usize>(record(to)), changetype<usize>(record(from)), PENDING);
}

/** Removes the top: the hole sinks to the bottom, the last record fills it and rises. */
function popTop(): void {
  nRecords--;
  let slot = 0, child = 2;
  while (child < nRecords) {
    if (record(child).improvement < record(child - 1).improvement) child--;
    move(slot, child);
    slot = child;
    child = 2 * slot + 2;
  }
  if (child == nRecords) {
    move(slot, child - 1);
    slot = child - 1;
  }
  if (nRecords > 0) rise(slot);
}

/** Puts the record past the end into the hole at `slot` and lets it rise. */
function rise(slot: i32): void {
  const moved = record(nRecords).improvement;
  while (slot > 0) {
    const parent = (slot - 1) >> 1;
    if (record(parent).improvement >= moved) break;
    move(slot, parent);
    slot = parent;
  }
  move(slot, nRecords);
}
