// What all kernels of one fit share: addresses and rules, set once per fit, and per tree where said.

/** Rows, columns, and the bins of a histogram in all (a column has one bin more than it uses: missing). */
export let rows: i32 = 0;
export let features: i32 = 0;
export let allBins: i32 = 0;
/** Row-major bin codes, u8: rows x features. */
export let bins: usize = 0;
/** First bin of each column in a histogram, u32: features + 1. */
export let offsets: usize = 0;
/** Per column: 1 where the training rows hold missing values; 1 for categories; -1, 0 or 1 for the constraint. */
export let holdsMissing: usize = 0;
export let categorical: usize = 0;
export let monotone: usize = 0;
/** The rows in the order of the nodes, u32, and room for as many. */
export let order: usize = 0;
export let spare: usize = 0;
/** Gradient and hessian of the rows of a node, in their order: f32 pairs. */
export let ordered: usize = 0;
/** Rows are counted apart; false where every hessian is 1, so that their sum is the count. */
export let counted: bool = false;
export let l2: f64 = 0;
export let minSamplesLeaf: i32 = 0;
/** Gradient and hessian of each row for the tree being grown: f32 pairs. */
export let pairs: usize = 0;

export function setData(
  rows_: i32, features_: i32, allBins_: i32, bins_: usize, offsets_: usize,
  holdsMissing_: usize, categorical_: usize, monotone_: usize,
): void {
  rows = rows_;
  features = features_;
  allBins = allBins_;
  bins = bins_;
  offsets = offsets_;
  holdsMissing = holdsMissing_;
  categorical = categorical_;
  monotone = monotone_;
}

export function setRoom(order_: usize, spare_: usize, ordered_: usize): void {
  order = order_;
  spare = spare_;
  ordered = ordered_;
}

export function setRules(counted_: bool, l2_: f64, minSamplesLeaf_: i32): void {
  counted = counted_;
  l2 = l2_;
  minSamplesLeaf = minSamplesLeaf_;
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
  return load<i32>(offsets + (<usize>f << 2));
}
