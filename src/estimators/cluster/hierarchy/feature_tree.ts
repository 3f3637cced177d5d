/**
 * A node of a tree of clustering features: `size` subclusters, each with its number of rows, their sum and sum of
 * squares. Arrays have room for one subcluster more than the branching factor.
 */
export interface FeatureNode {
  readonly isLeaf: boolean;
  size: number;
  readonly counts: Float64Array;
  /** Sums of squared norms. */
  readonly squares: Float64Array;
  /** Sums of rows (each d). */
  readonly sums: Float64Array;
  readonly centroids: Float64Array;
  /** Squared norms of the centroids. */
  readonly norms: Float64Array;
  /** Nodes of the subclusters; -1 in leaves. */
  readonly child: Int32Array;
}

/** The tree: plain data, rows relative to `origin`. */
export interface FeatureTree {
  readonly origin: Float64Array;
  readonly nodes: FeatureNode[];
  root: number;
  /** Leaves in their order. */
  readonly leaves: number[];
}

/** What subclusters may be. */
export interface FeatureLimits {
  readonly threshold: number;
  readonly branchingFactor: number;
}

/** A tree without rows. */
export function emptyTree(origin: Float64Array, { branchingFactor }: FeatureLimits): FeatureTree {
  return { origin, nodes: [newNode(true, branchingFactor, origin.length)], root: 0, leaves: [0] };
}

/** A copy that can grow on its own. */
export function copyTree({ origin, nodes, root, leaves }: FeatureTree): FeatureTree {
  const copies = nodes.map((node) => ({
    isLeaf: node.isLeaf,
    size: node.size,
    counts: node.counts.slice(),
    squares: node.squares.slice(),
    sums: node.sums.slice(),
    centroids: node.centroids.slice(),
    norms: node.norms.slice(),
    child: node.child.slice(),
  }));
  return { origin, nodes: copies, root, leaves: [...leaves] };
}

/**
 * Puts a row, relative to the origin, into the nearest subcluster on the way down, or makes it a new one.
 * O(branching factor x d x depth). Reference: Zhang, Ramakrishnan & Livny, SIGMOD 1996.
 */
export function insertRow(tree: FeatureTree, row: Float64Array, limits: FeatureLimits): void {
  if (!insert(tree, tree.root, row, limits)) return;
  const root = newNode(false, limits.branchingFactor, row.length);
  const old = tree.root;
  tree.root = tree.nodes.push(root) - 1;
  split(tree, old, root, 0, limits);
  root.size = 2;
}

/** Centres of the subclusters of all leaves, one after another, relative to the origin. */
export function leafCentroids({ nodes, leaves, origin }: FeatureTree): Float64Array {
  const d = origin.length;
  const total = leaves.reduce((sum, leaf) => sum + nodes[leaf].size, 0);
  const result = new Float64Array(total * d);
  let at = 0;
  for (const leaf of leaves) {
    const { centroids, size } = nodes[leaf];
    result.set(centroids.subarray(0, size * d), at);
    at += size * d;
  }
  return result;
}

/** Whether the node has become too large. */
function insert(tree: FeatureTree, at: number, row: Float64Array, limits: FeatureLimits): boolean {
  const node = tree.nodes[at];
  const { branchingFactor, threshold } = limits;
  const square = squaredNorm(row, 0, row.length);
  if (node.size === 0) {
    append(node, row, square);
    return false;
  }
  const closest = nearest(node, row);
  if (!node.isLeaf) {
    if (!insert(tree, node.child[closest], row, limits)) {
      add(node, closest, 1, row, 0, square);
      return false;
    }
    split(tree, node.child[closest], node, closest, limits);
    return node.size > branchingFactor;
  }
  if (merge(node, closest, row, square, threshold)) return false;
  append(node, row, square);
  return node.size > branchingFactor;
}

/** The subcluster whose centre is nearest: |c|^2 - 2 c x is least. */
function nearest({ centroids, norms, size }: FeatureNode, row: Float64Array): number {
  const d = row.length;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let s = 0, at = 0; s < size; s++) {
    let dot = 0;
    for (let j = 0; j < d; j++, at++) dot += centroids[at] * row[j];
    const value = norms[s] - 2 * dot;
    if (value < least) {
      least = value;
      best = s;
    }
  }
  return best;
}

/** Puts a row into a subcluster unless its radius would pass the threshold. */
function merge(node: FeatureNode, s: number, row: Float64Array, square: number, threshold: number): boolean {
  const d = row.length;
  const count = node.counts[s] + 1;
  let norm = 0;
  for (let j = 0, at = s * d; j < d; j++, at++) {
    const centre = (node.sums[at] + row[j]) / count;
    norm += centre * centre;
  }
  if (!((node.squares[s] + square) / count - norm <= threshold * threshold)) return false;
  add(node, s, 1, row, 0, square);
  return true;
}

/** Adds rows to a subcluster. */
function add(
  node: FeatureNode,
  s: number,
  count: number,
  sum: Float64Array,
  from: number,
  square: number,
): void {
  const d = node.sums.length / node.counts.length;
  node.counts[s] += count;
  node.squares[s] += square;
  for (let j = 0, at = s * d; j < d; j++, at++) {
    node.sums[at] += sum[from + j];
    node.centroids[at] = node.sums[at] / node.counts[s];
  }
  node.norms[s] = squaredNorm(node.centroids, s * d, d);
}

function append(node: FeatureNode, row: Float64Array, square: number): void {
  clear(node, node.size);
  add(node, node.size++, 1, row, 0, square);
}

function clear(node: FeatureNode, s: number): void {
  const d = node.sums.length / node.counts.length;
  node.counts[s] = node.squares[s] = 0;
  node.sums.fill(0, s * d, (s + 1) * d);
  node.child[s] = -1;
}

/**
 * Splits node `at` between the two of its subclusters that are farthest apart. In `parent` the halves take the place
 * of subcluster `place` and the next free one.
 */
function split(
  tree: FeatureTree,
  at: number,
  parent: FeatureNode,
  place: number,
  limits: FeatureLimits,
): void {
  const node = tree.nodes[at];
  const d = tree.origin.length;
  const distance = (a: number, b: number): number => {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += (node.centroids[a * d + j] - node.centroids[b * d + j]) ** 2;
    return sum;
  };
  let [first, second, most] = [0, 0, Number.NEGATIVE_INFINITY];
  for (let a = 0; a < node.size; a++) {
    for (let b = 0; b < node.size; b++) {
      const gap = distance(a, b);
      if (gap <= most) continue;
      [first, second, most] = [a, b, gap];
    }
  }
  const halves = [0, 1].map(() => newNode(node.isLeaf, limits.branchingFactor, d));
  const slots = [place, Math.max(parent.size, place + 1)];
  for (const slot of slots) clear(parent, slot);
  for (let s = 0; s < node.size; s++) {
    const side = s === first || distance(first, s) < distance(second, s) ? 0 : 1;
    const half = halves[side];
    clear(half, half.size);
    add(half, half.size, node.counts[s], node.sums, s * d, node.squares[s]);
    half.child[half.size++] = node.child[s];
    add(parent, slots[side], node.counts[s], node.sums, s * d, node.squares[s]);
  }
  // The first half keeps the number of the node that is gone.
  tree.nodes[at] = halves[0];
  const other = tree.nodes.push(halves[1]) - 1;
  parent.child[slots[0]] = at;
  parent.child[slots[1]] = other;
  parent.size = slots[1] + 1;
  if (node.isLeaf) tree.leaves.splice(tree.leaves.indexOf(at) + 1, 0, other);
}

function newNode(isLeaf: boolean, branchingFactor: number, d: number): FeatureNode {
  const room = branchingFactor + 1;
  return {
    isLeaf,
    size: 0,
    counts: new Float64Array(room),
    squares: new Float64Array(room),
    sums: new Float64Array(room * d),
    centroids: new Float64Array(room * d),
    norms: new Float64Array(room),
    child: new Int32Array(room).fill(-1),
  };
}

function squaredNorm(values: Float64Array, from: number, length: number): number {
  let sum = 0;
  for (let at = from; at < from + length; at++) sum += values[at] * values[at];
  return sum;
}
