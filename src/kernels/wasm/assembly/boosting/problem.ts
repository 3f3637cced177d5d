// What all kernels of one fit share: addresses and rules, set once per fit, and per tree where said.

/** Places for bins that a histogram has per column, whatever the column uses: addresses are then constants. */
export const SLOTS: usize = 256;

/** Rows and columns. */
export let rows: i32 = 0;
export let features: i32 = 0;
/** Row-major bin codes, u8: rows x features. */
export let bins: usize = 0;
/** Bins of each column for values, u8; the one behind them is for missing values. */
export let binCounts: usize = 0;
/** Per column: 1 where the training rows hold missing values; 1 for categories; -1, 0 or 1 for the constraint. */
export let holdsMissing: usize = 0;
export let categorical: usize = 0;
export let monotone: usize = 0;
/** The rows in the order of the nodes, u32, and room for as many. */
export let order: usize = 0;
export let spare: usize = 0;
/** Rows of a tile: their codes and pairs stay in the first cache while the groups of columns pass over them. */
export const TILE = 512;
// Room of this thread: pairs and codes of the rows of a tile; codes and values of the categories of a column.
export let tilePairs: usize = 0;
export let tileCodes: usize = 0;
export let categoryCodes: usize = 0;
export let categoryValues: usize = 0;
/** Rows are counted apart; false where every hessian is 1, so that their sum is the count. */
export let counted: bool = false;
export let l2: f64 = 0;
export let minSamplesLeaf: i32 = 0;
/** Gradient and hessian of each row for the tree being grown: f32 pairs. */
export let pairs: usize = 0;

export function setData(
  rows_: i32, features_: i32, bins_: usize, binCounts_: usize,
  holdsMissing_: usize, categorical_: usize, monotone_: usize,
): void {
  rows = rows_;
  features = features_;
  bins = bins_;
  binCounts = binCounts_;
  holdsMissing = holdsMissing_;
  categorical = categorical_;
  monotone = monotone_;
}

export function setRoom(order_: usize, spare_: usize): void {
  order = order_;
  spare = spare_;
}

export function setRules(counted_: bool, l2_: f64, minSamplesLeaf_: i32): void {
  counted = counted_;
  l2 = l2_;
  minSamplesLeaf = minSamplesLeaf_;
}

/** Bytes that a thread needs for itself. */
export function scratchBytes(features: i32): i32 {
  return TILE * 8 + 256 * 8 + 256 + TILE * (features + 8);
}

export function setScratch(scratch: usize): void {
  tilePairs = scratch;
  categoryValues = tilePairs + TILE * 8;
  categoryCodes = categoryValues + 256 * 8;
  tileCodes = categoryCodes + 256;
}

/** Takes part in a tree that another thread has begun. */
export function joinTree(pairs_: usize): void {
  pairs = pairs_;
}

/** Starts a tree: its gradients, and all rows in their own order. */
export function beginTree(pairs_: usize): void {
  pairs = pairs_;
  for (let i = 0; i < rows; i++) store<u32>(order + (<usize>i << 2), i);
}

/** First bin of a column. */
// @ts-ignore: decorator
@inline
export function offsetOf(f: i32): i32 {
  return f << 8;
}

/** The bin of a column for missing values. */
// @ts-ignore: decorator
@inline
export function missingBinOf(f: i32): i32 {
  return offsetOf(f) + <i32>load<u8>(binCounts + f);
}

/** Where the numbers of rows (u32) stand in a histogram: behind all pairs. */
// @ts-ignore: decorator
@inline
export function countsOf(hist: usize): usize {
  return hist + <usize>features * (SLOTS * 16);
}
