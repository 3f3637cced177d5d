// Rows stand in tiles of 64: within a tile column by column, so that all work runs along the rows, two at a time.
// Columns are padded to a multiple of 4 with zeros, rows to whole tiles.

/** Rows of a tile. */
export const TILE: i32 = 64;
/** Bytes of a column of a tile. */
export const LINE: usize = <usize>TILE * 8;

/** Columns. */
export let d: i32 = 0;
/** Columns, padded. */
export let dp: i32 = 0;
/** Components. */
export let k: i32 = 0;
/** 1: precisions and second moments are matrices, 0: diagonals. */
export let full: i32 = 0;
/** Bytes from a component's factor to the next: 0 when all share one. */
export let stride: usize = 0;
/** Whether second moments are wanted. */
export let second: i32 = 0;

/** Tiles: dp lines each. */
export let tiles: usize = 0;
/** Factors of the precisions: upper triangles (dp x dp) or diagonals (dp). */
export let factors: usize = 0;
/** Means (k x dp). */
export let means: usize = 0;
/** Points about which second moments are taken (k x dp). */
export let centers: usize = 0;
/** Log of weight and normalising constant (k). */
export let constants: usize = 0;

/** Log densities, then responsibilities: k lines. */
export let shares: usize = 0;
/** Log density of each row: 1 line. */
export let norms: usize = 0;
/** Differences from a point: dp lines. */
export let diffs: usize = 0;
/** The same, times responsibilities: dp lines. */
export let weighted: usize = 0;
/** Row flags, 1 or 0: 1 line. */
export let present: usize = 0;

/** Sums of responsibilities, pairs (k). */
export let counts: usize = 0;
/** Sums of weighted differences, pairs (k x dp). */
export let sums: usize = 0;
/** Second moments, pairs (k x dp x dp, from each panel of 4 rows down to its end; or k x dp). */
export let moments: usize = 0;
/** Sum of log densities and sum of r log r, pairs. */
export let totals: usize = 0;

/** Names sizes and places for all other calls. */
export function setProblem(
  columns: i32, padded: i32, components: i32, isFull: i32, isShared: i32, wantsSecond: i32,
  inTiles: usize, inFactors: usize, inMeans: usize, inCenters: usize, inConstants: usize,
  work: usize, out: usize,
): void {
  d = columns;
  dp = padded;
  k = components;
  full = isFull;
  second = wantsSecond;
  const size = <usize>(isFull ? padded * padded : padded) * 8;
  stride = isShared ? 0 : size;
  tiles = inTiles;
  factors = inFactors;
  means = inMeans;
  centers = inCenters;
  constants = inConstants;
  shares = work;
  norms = shares + <usize>components * LINE;
  diffs = norms + LINE;
  weighted = diffs + <usize>padded * LINE;
  present = weighted + <usize>padded * LINE;
  totals = out;
  counts = totals + 32;
  sums = counts + <usize>components * 16;
  moments = sums + <usize>(components * padded) * 16;
}

/** Flags the first `count` rows of a tile. */
export function flagRows(count: i32): void {
  for (let r = 0; r < TILE; r++) store<f64>(present + <usize>r * 8, r < count ? 1 : 0);
}

/** Differences of a tile from a point. */
// @ts-ignore: decorator
@inline
export function takeDifferences(tile: usize, point: usize): void {
  for (let j = 0; j < d; j++) {
    const m = v128.load_splat<f64>(point + <usize>j * 8);
    const from = tile + <usize>j * LINE, to = diffs + <usize>j * LINE;
    for (let o: usize = 0; o < LINE; o += 32) {
      v128.store(to + o, f64x2.sub(v128.load(from + o), m));
      v128.store(to + o, f64x2.sub(v128.load(from + o, 16), m), 16);
    }
  }
}
