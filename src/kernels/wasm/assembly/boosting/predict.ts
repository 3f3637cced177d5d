// Sums of trees for rows of X. A node is 16 bytes: f64 threshold (a leaf: Infinity; categories: number of their set),
// i32 column, i32 left child (a leaf: itself); the right child is the next node. Flags (u8 a node) and leaf values
// (f64) lie apart.

const MISSING_LEFT: u32 = 1;
const LEAF: u32 = 2;
const CATEGORIES: u32 = 4;
const BLOCK = 256;

/**
 * Adds to `out` (outputs x rows, f64) the trees with the given roots, tree t to output t % outputs. `sets` holds 256
 * bits a set of categories; `plain` promises that there is no set.
 */
export function addTrees(
  nodes: usize, flags: usize, values: usize, sets: usize, roots: usize, trees: i32, outputs: i32, plain: bool,
  x: usize, rows: i32, features: i32, out: usize, outRows: i32,
): void {
  const stride = <usize>features << 3;
  for (let i = 0; i < rows; i += BLOCK) {
    const n = min(BLOCK, rows - i);
    const block = x + <usize>i * stride;
    const fast = plain && !holdsNaN(block, n * features);
    for (let t = 0; t < trees; t++) {
      const root = load<i32>(roots + (<usize>t << 2));
      const to = out + ((<usize>(t % outputs) * <usize>outRows + <usize>i) << 3);
      if (fast) addFast(nodes, flags, values, root, block, n, stride, to);
      else addAny(nodes, flags, values, sets, root, block, n, stride, to);
    }
  }
}

function holdsNaN(x: usize, size: i32): bool {
  const end = x + (<usize>size << 3);
  let all = f64x2.splat(0);
  for (; x + 16 <= end; x += 16) {
    const v = v128.load(x);
    all = v128.or(all, f64x2.ne(v, v));
  }
  if (v128.any_true(all)) return true;
  if (x == end) return false;
  const v = load<f64>(x);
  return v != v;
}

// @ts-ignore: decorator
@inline
function next(nodes: usize, node: usize, row: usize): usize {
  const at = nodes + (node << 4);
  return <usize>load<u32>(at, 12) + <usize>!(load<f64>(row + (<usize>load<i32>(at, 8) << 3)) <= load<f64>(at));
}

/** Four rows at a time, until all have reached a leaf, where they stay: the loads of one row hide behind the others. */
function addFast(nodes: usize, flags: usize, values: usize, root: i32, x: usize, n: i32, stride: usize, to: usize): void {
  let i = 0;
  for (; i + 4 <= n; i += 4) {
    let a = <usize>root, b = a, c = a, d = a;
    const x1 = x + stride, x2 = x1 + stride, x3 = x2 + stride;
    while (!(load<u8>(flags + a) & load<u8>(flags + b) & load<u8>(flags + c) & load<u8>(flags + d) & <u8>LEAF)) {
      a = next(nodes, a, x);
      b = next(nodes, b, x1);
      c = next(nodes, c, x2);
      d = next(nodes, d, x3);
    }
    store<f64>(to, load<f64>(to) + load<f64>(values + (a << 3)));
    store<f64>(to, load<f64>(to, 8) + load<f64>(values + (b << 3)), 8);
    store<f64>(to, load<f64>(to, 16) + load<f64>(values + (c << 3)), 16);
    store<f64>(to, load<f64>(to, 24) + load<f64>(values + (d << 3)), 24);
    x = x3 + stride;
    to += 32;
  }
  for (; i < n; i++) {
    let a = <usize>root;
    while (!(load<u8>(flags + a) & <u8>LEAF)) a = next(nodes, a, x);
    store<f64>(to, load<f64>(to) + load<f64>(values + (a << 3)));
    x += stride;
    to += 8;
  }
}

function addAny(
  nodes: usize, flags: usize, values: usize, sets: usize, root: i32, x: usize, n: i32, stride: usize, to: usize,
): void {
  for (let i = 0; i < n; i++, x += stride, to += 8) {
    let node = <usize>root;
    for (;;) {
      const flag = <u32>load<u8>(flags + node);
      if (flag & LEAF) break;
      const at = nodes + (node << 4);
      const value = load<f64>(x + (<usize>load<i32>(at, 8) << 3));
      let left: bool;
      if (value != value) left = (flag & MISSING_LEFT) != 0;
      else if (flag & CATEGORIES) {
        const code = <u32>value;
        left = ((load<u32>(sets + (<usize>load<f64>(at) << 5) + (<usize>(code >> 5) << 2)) >> (code & 31)) & 1) != 0;
      } else left = value <= load<f64>(at);
      node = <usize>load<u32>(at, 12) + <usize>!left;
    }
    store<f64>(to, load<f64>(to) + load<f64>(values + (node << 3)));
  }
}
