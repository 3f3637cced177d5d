// Where the arrays of an embedding lie: every thread that works on it is told once.
import { at } from '../shared/simd';

/** Points, and columns of the map: 2 or 3. */
export let n: i32 = 0;
export let dims: i32 = 2;
/** Points, padded to whole groups of lanes. */
export let padded: i32 = 0;
/** The map: n x dims doubles. */
export let map: usize = 0;
/** Sparse similarities by rows: values (floats), columns, starts. */
export let values: usize = 0;
export let columns: usize = 0;
export let starts: usize = 0;
/** The map in single precision from its centre: (x, y) or (x, y, z, 0) a point. */
export let points: usize = 0;
/** Keys of the cells and the points in the order of the keys, each with room to sort. */
export let keys: usize = 0;
export let spareKeys: usize = 0;
export let order: usize = 0;
export let spareOrder: usize = 0;
/** Coordinates in that order, a plane of `padded` floats per column. */
export let sorted: usize = 0;
/** Sums of the coordinates of the points before each: a plane of n + 1 doubles per column. */
export let prefix: usize = 0;
/** Records of the tree. */
export let nodes: usize = 0;
/** Forces: n x dims floats each; sums of the kernel, a double per group. */
export let repulsion: usize = 0;
export let attraction: usize = 0;
export let sums: usize = 0;
/** What gradient descent keeps: n x dims doubles each. */
export let update: usize = 0;
export let gains: usize = 0;
/** Nodes of the tree as it stands: an integer that all threads see. */
export let treeSize: usize = 0;

/** Names the problem. `table` holds the addresses of the arrays above, in that order. */
export function setProblem(count: i32, width: i32, table: usize): void {
  n = count;
  dims = width;
  padded = (count + 7) & ~7;
  map = address(table, 0);
  values = address(table, 1);
  columns = address(table, 2);
  starts = address(table, 3);
  points = address(table, 4);
  keys = address(table, 5);
  spareKeys = address(table, 6);
  order = address(table, 7);
  spareOrder = address(table, 8);
  sorted = address(table, 9);
  prefix = address(table, 10);
  nodes = address(table, 11);
  repulsion = address(table, 12);
  attraction = address(table, 13);
  sums = address(table, 14);
  update = address(table, 15);
  gains = address(table, 16);
  treeSize = address(table, 17);
}

function address(table: usize, i: i32): usize {
  return <usize>load<u32>(at<u32>(table, i));
}
