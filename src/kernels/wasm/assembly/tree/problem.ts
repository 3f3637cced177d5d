// The problem that this instance works on, and the room to work in. Set from outside before a tree grows; the other
// files read it. Addresses are byte addresses in this instance's memory.

// --- Columns -------------------------------------------------------------------------------------------------------
// Per column a record: address of the codes, bytes per code (1, 2, 4), number of codes, flags, addresses of the lowest
// and the highest value under each code, monotonic constraint (-1, 0, 1). A missing value has the code `number of codes`.
const COLUMN_BYTES: usize = 40;
/** The column's codes are categories, which have no order. */
export const CATEGORICAL = 1;
/** The column has missing values. */
export const HAS_MISSING = 2;

export let columnTable: usize = 0;
export let nColumns: i32 = 0;

// @ts-ignore: decorator
@inline
export function codesOf(f: i32): usize { return <usize>load<u32>(columnTable + <usize>f * COLUMN_BYTES); }
// @ts-ignore: decorator
@inline
export function widthOf(f: i32): i32 { return load<i32>(columnTable + <usize>f * COLUMN_BYTES, 4); }
// @ts-ignore: decorator
@inline
export function nCodesOf(f: i32): i32 { return load<i32>(columnTable + <usize>f * COLUMN_BYTES, 8); }
// @ts-ignore: decorator
@inline
export function flagsOf(f: i32): i32 { return load<i32>(columnTable + <usize>f * COLUMN_BYTES, 12); }
// @ts-ignore: decorator
@inline
export function lowOf(f: i32): usize { return <usize>load<u32>(columnTable + <usize>f * COLUMN_BYTES, 16); }
// @ts-ignore: decorator
@inline
export function highOf(f: i32): usize { return <usize>load<u32>(columnTable + <usize>f * COLUMN_BYTES, 20); }
// @ts-ignore: decorator
@inline
export function monotonicOf(f: i32): i32 { return load<i32>(columnTable + <usize>f * COLUMN_BYTES, 24); }
/** The guide to the values of a column: see scan.ts. */
// @ts-ignore: decorator
@inline
export function guideOf(f: i32): usize { return <usize>load<u32>(columnTable + <usize>f * COLUMN_BYTES, 28); }

/** The values of the rows (f64), 0 if they are not kept. */
// @ts-ignore: decorator
@inline
export function valuesOf(f: i32): usize { return <usize>load<u32>(columnTable + <usize>f * COLUMN_BYTES, 32); }

export function setColumns(table: usize, count: i32): void {
  columnTable = table;
  nColumns = count;
}

// --- Targets -------------------------------------------------------------------------------------------------------
export const GINI = 0;
export const ENTROPY = 1;
export const SQUARED_ERROR = 2;
export const FRIEDMAN_MSE = 3;
export const POISSON = 4;
export const ABSOLUTE_ERROR = 5;

export let criterion: i32 = 0;
/** Targets per row. */
export let nOutputs: i32 = 1;
/** Most classes of any output; 1 for regression. */
export let nClasses: i32 = 1;
/** Numbers that describe a set of rows: weight per output and class, or weighted sum per output. */
export let width: i32 = 1;
/** Class codes (i32) or values (f64), rows x outputs. */
export let targets: usize = 0;
/** One weight per row (f64); rows of weight 0 are left out. */
export let weights: usize = 0;

// @ts-ignore: decorator
@inline
export function isClassification(): bool { return criterion <= ENTROPY; }

export function setTargets(kind: i32, outputs: i32, classes: i32, y: usize, weight: usize): void {
  criterion = kind;
  nOutputs = outputs;
  nClasses = classes;
  width = outputs * classes;
  targets = y;
  weights = weight;
}

// --- Rules ---------------------------------------------------------------------------------------------------------
export let randomSplitter: bool = false;
export let maxFeatures: i32 = 1;
export let maxDepth: i32 = 0;
export let minSamplesSplit: i32 = 2;
export let minSamplesLeaf: i32 = 1;
export let minWeightLeaf: f64 = 0;
export let minImpurityDecrease: f64 = 0;
/** 0 grows depth first without a limit. */
export let maxLeafNodes: i32 = 0;
/** Whether any column is constrained. */
export let monotonic: bool = false;

export function setRules(
  random: bool, features: i32, depth: i32, minSplit: i32, minLeaf: i32, minWeight: f64, minDecrease: f64,
  maxLeaves: i32, constrained: bool,
): void {
  randomSplitter = random;
  maxFeatures = features;
  maxDepth = depth;
  minSamplesSplit = minSplit;
  minSamplesLeaf = minLeaf;
  minWeightLeaf = minWeight;
  minImpurityDecrease = minDecrease;
  maxLeafNodes = maxLeaves;
  monotonic = constrained;
}

// --- Room ----------------------------------------------------------------------------------------------------------
/** The rows in the tree (u32), ordered so that each node holds a stretch. */
export let rows: usize = 0;
/** Room for as many rows again. */
export let spareRows: usize = 0;
/** Keys (u64) of a node's rows, to be sorted, and room for as many again. */
export let keys: usize = 0;
export let spareKeys: usize = 0;
/** Weight (f64) of each row of the node at work. */
export let nodeWeights: usize = 0;
/** Class codes (i32) or weight times value (f64) of each row of the node at work. */
export let nodeTargets: usize = 0;
/** Five vectors of `width` numbers (f64): see stats.ts. */
export let vectors: usize = 0;
/** Room for histograms and for the means of categories, and its bytes. */
export let histogram: usize = 0;
export let histogramBytes: i32 = 0;
/** Features in the order in which they are drawn, and those known to be constant (i32 each). */
export let features: usize = 0;
export let constants: usize = 0;

export function setRoom(
  order: usize, spareOrder: usize, key: usize, spareKey: usize, nodeWeight: usize, nodeTarget: usize,
  vector: usize, bins: usize, binBytes: i32, feature: usize, constant: usize,
): void {
  rows = order;
  spareRows = spareOrder;
  keys = key;
  spareKeys = spareKey;
  nodeWeights = nodeWeight;
  nodeTargets = nodeTarget;
  vectors = vector;
  histogram = bins;
  histogramBytes = binBytes;
  features = feature;
  constants = constant;
}
