/** Points in tree order: the nodes of a balanced binary tree hold ranges of them. Plain data. */
export interface TreeLayout {
  readonly columns: number;
  /** Points in tree order, row-major. */
  readonly points: Float64Array;
  /** Row of each point in the data it was built from. */
  readonly order: Int32Array;
  /** Levels below the root; node i has children 2i+1 and 2i+2. */
  readonly depth: number;
  /** First point of each node; node i ends before `end[i]`. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** Column that splits each inner node. */
  readonly splitColumn: Int32Array;
}

/**
 * Arranges points in a balanced tree: each node is halved at the median of its widest column until it holds at
 * most `leafSize` points. O(n log n).
 */
export function buildLayout(data: Float64Array, columns: number, leafSize: number): TreeLayout {
  const n = data.length / columns;
  const depth = Math.max(0, Math.ceil(Math.log2(Math.max(1, n / leafSize))));
  const nodes = 2 ** (depth + 1) - 1;
  const start = new Int32Array(nodes);
  const end = new Int32Array(nodes);
  const splitColumn = new Int32Array(nodes).fill(-1);
  const order = Int32Array.from({ length: n }, (_, i) => i);
  const keys = new Float64Array(n);
  end[0] = n;
  const innerNodes = 2 ** depth - 1;
  for (let node = 0; node < innerNodes; node++) {
    const from = start[node];
    const to = end[node];
    const column = widestColumn(data, columns, order, from, to);
    splitColumn[node] = column;
    const middle = (from + to) >> 1;
    for (let i = from; i < to; i++) keys[i] = data[order[i] * columns + column];
    selectNth(keys, order, from, to - 1, middle);
    start[2 * node + 1] = from;
    end[2 * node + 1] = middle;
    start[2 * node + 2] = middle;
    end[2 * node + 2] = to;
  }
  const points = new Float64Array(data.length);
  for (let i = 0; i < n; i++) {
    for (let j = 0, to = i * columns, at = order[i] * columns; j < columns; j++)
      points[to + j] = data[at + j];
  }
  return { columns, points, order, depth, start, end, splitColumn };
}

function widestColumn(
  data: Float64Array,
  columns: number,
  order: Int32Array,
  from: number,
  to: number,
): number {
  const low = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const high = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
  for (let i = from; i < to; i++) {
    for (let j = 0, at = order[i] * columns; j < columns; j++) {
      const value = data[at + j];
      if (value < low[j]) low[j] = value;
      if (value > high[j]) high[j] = value;
    }
  }
  let widest = 0;
  for (let j = 1; j < columns; j++) if (high[j] - low[j] > high[widest] - low[widest]) widest = j;
  return widest;
}

/**
 * Rearranges keys (and order beside them) so that position `nth` holds what sorting would put there, smaller
 * ones before and larger ones after. Quickselect, O(n) expected; the median of three guards sorted input, the
 * three-way split many equal keys.
 */
function selectNth(keys: Float64Array, order: Int32Array, from: number, to: number, nth: number): void {
  let left = from;
  let right = to;
  while (right > left) {
    const a = keys[left];
    const b = keys[(left + right) >> 1];
    const c = keys[right];
    const pivot = a < b ? (b < c ? b : a < c ? c : a) : a < c ? a : b < c ? c : b;
    let less = left;
    let at = left;
    let more = right;
    while (at <= more) {
      const key = keys[at];
      if (key < pivot) swap(keys, order, less++, at++);
      else if (key > pivot) swap(keys, order, at, more--);
      else at++;
    }
    if (nth < less) right = less - 1;
    else if (nth > more) left = more + 1;
    else return;
  }
}

function swap(keys: Float64Array, order: Int32Array, i: number, j: number): void {
  const key = keys[i];
  keys[i] = keys[j];
  keys[j] = key;
  const row = order[i];
  order[i] = order[j];
  order[j] = row;
}
