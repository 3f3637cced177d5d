// The tree as it grows: one entry per node in each array, in the order in which the nodes are made.
import { at } from '../shared/simd';

export let nNodes: i32 = 0;
/** Column of the split; -1 in a leaf. */
let feature: usize = 0;
let threshold: usize = 0;
let left: usize = 0;
let right: usize = 0;
let missingLeft: usize = 0;
let impurity: usize = 0;
/** First row, number of rows and weight of each node. */
let first: usize = 0;
let size: usize = 0;
let weight: usize = 0;
/** Where the set of categories begins in `sets`, in words; -1 without one. */
let set: usize = 0;
/** Sets of categories of all nodes, and how many words they take. */
let sets: usize = 0;
export let setWords: i32 = 0;

export function setTree(
  features: usize, thresholds: usize, lefts: usize, rights: usize, missing: usize, impurities: usize, firsts: usize,
  sizes: usize, weights: usize, setStarts: usize, setPool: usize,
): void {
  feature = features;
  threshold = thresholds;
  left = lefts;
  right = rights;
  missingLeft = missing;
  impurity = impurities;
  first = firsts;
  size = sizes;
  weight = weights;
  set = setStarts;
  sets = setPool;
}

export function clearTree(): void {
  nNodes = 0;
  setWords = 0;
}

/** Adds a leaf and hangs it under its parent (-1 for the root). Returns its number. */
export function addNode(parent: i32, isRight: bool, firstRow: i32, rows: i32, w: f64, nodeImpurity: f64): i32 {
  const id = nNodes++;
  store<i32>(at<i32>(feature, id), -1);
  store<f64>(at<f64>(threshold, id), NaN);
  store<i32>(at<i32>(left, id), -1);
  store<i32>(at<i32>(right, id), -1);
  store<u8>(missingLeft + <usize>id, 0);
  store<f64>(at<f64>(impurity, id), nodeImpurity);
  store<i32>(at<i32>(first, id), firstRow);
  store<i32>(at<i32>(size, id), rows);
  store<f64>(at<f64>(weight, id), w);
  store<i32>(at<i32>(set, id), -1);
  if (parent >= 0) store<i32>(at<i32>(isRight ? right : left, parent), id);
  return id;
}

/** Makes a leaf an inner node; its children come later. */
export function splitNode(id: i32, f: i32, value: f64, missing: bool): void {
  store<i32>(at<i32>(feature, id), f);
  store<f64>(at<f64>(threshold, id), value);
  store<u8>(missingLeft + <usize>id, <u8>missing);
}

/** Gives an inner node its set of categories. */
export function keepNodeSet(id: i32, from: usize, bytes: usize): void {
  store<i32>(at<i32>(set, id), setWords);
  memory.copy(at<u32>(sets, setWords), from, bytes);
  setWords += <i32>(bytes >> 2);
}

// @ts-ignore: decorator
@inline
export function leftOf(id: i32): i32 { return load<i32>(at<i32>(left, id)); }
// @ts-ignore: decorator
@inline
export function rightOf(id: i32): i32 { return load<i32>(at<i32>(right, id)); }
// @ts-ignore: decorator
@inline
export function firstOf(id: i32): i32 { return load<i32>(at<i32>(first, id)); }
// @ts-ignore: decorator
@inline
export function sizeOf(id: i32): i32 { return load<i32>(at<i32>(size, id)); }
// @ts-ignore: decorator
@inline
export function weightOf(id: i32): f64 { return load<f64>(at<f64>(weight, id)); }
// @ts-ignore: decorator
@inline
export function featureOf(id: i32): i32 { return load<i32>(at<i32>(feature, id)); }
