import type { FlatTree } from './flat_tree.js';

/** The sequence of trees that minimal cost-complexity pruning passes through. */
export interface PruningPath {
  /** The cost of a leaf from which on each tree is the best; ascending, the first is 0. */
  readonly ccpAlphas: Float64Array;
  /** The impurity of the leaves of each tree, weighted by their share of the rows. */
  readonly impurities: Float64Array;
}

/**
 * Minimal cost-complexity pruning: cuts off, again and again, the branch whose leaves cost least per decrease of
 * impurity (the weakest link), until that is dearer than `alpha`. O(n log n) for balanced trees.
 * Reference: Breiman, Friedman, Olshen, Stone, Classification and Regression Trees (1984), chapter 3.
 */
export class WeakestLinks {
  readonly path: { alpha: number; impurity: number }[];
  readonly #tree: FlatTree;
  readonly #parent: Int32Array;
  readonly #leaves: Int32Array;
  /** Impurity of a node as a leaf, and of the leaves under it, weighted. */
  readonly #own: Float64Array;
  readonly #branch: Float64Array;
  /** Whether the node is still an inner node of the pruned tree. */
  readonly #inner: Uint8Array;

  constructor(tree: FlatTree) {
    const n = tree.left.length;
    this.#tree = tree;
    this.#parent = new Int32Array(n).fill(-1);
    this.#leaves = new Int32Array(n);
    this.#own = new Float64Array(n);
    this.#branch = new Float64Array(n);
    this.#inner = new Uint8Array(n);
    const total = tree.weightedNNodeSamples[0];
    for (let i = 0; i < n; i++) {
      this.#own[i] = (tree.weightedNNodeSamples[i] * tree.impurity[i]) / total;
      if (tree.left[i] < 0) continue;
      this.#inner[i] = 1;
      this.#parent[tree.left[i]] = this.#parent[tree.right[i]] = i;
    }
    for (let leaf = 0; leaf < n; leaf++) {
      if (tree.left[leaf] >= 0) continue;
      for (let i = leaf; i >= 0; i = this.#parent[i]) {
        this.#branch[i] += this.#own[leaf];
        this.#leaves[i]++;
      }
    }
    this.path = [{ alpha: 0, impurity: this.#branch[0] }];
  }

  /** Cuts while the weakest link costs at most `alpha`. Returns which nodes are still split. */
  cut(alpha: number): Uint8Array {
    const heap = new LinkHeap();
    for (let i = 0; i < this.#inner.length; i++) if (this.#inner[i]) heap.push(this.#cost(i), i);
    for (let link = heap.pop(); link; link = heap.pop()) {
      const [cost, node] = link;
      // Costs in the heap may be out of date: only the present one counts.
      if (!this.#inner[node] || cost !== this.#cost(node)) continue;
      if (cost > alpha) break;
      this.#remove(node, heap);
      this.path.push({ alpha: cost, impurity: this.#branch[0] });
    }
    return this.#inner;
  }

  /** Impurity gained back per leaf. Round-off must not make it negative. */
  #cost(node: number): number {
    return Math.max(0, (this.#own[node] - this.#branch[node]) / (this.#leaves[node] - 1));
  }

  #remove(node: number, heap: LinkHeap): void {
    const { left, right } = this.#tree;
    const inside = [node];
    for (let i = inside.pop(); i !== undefined; i = inside.pop()) {
      if (this.#inner[i]) inside.push(left[i], right[i]);
      this.#inner[i] = 0;
    }
    const fewer = this.#leaves[node] - 1;
    const more = this.#own[node] - this.#branch[node];
    this.#leaves[node] = 1;
    this.#branch[node] = this.#own[node];
    for (let i = this.#parent[node]; i >= 0; i = this.#parent[i]) {
      this.#leaves[i] -= fewer;
      this.#branch[i] += more;
      heap.push(this.#cost(i), i);
    }
  }
}

/** The whole sequence of a tree, down to its root. */
export function pruningPath(tree: FlatTree): PruningPath {
  const links = new WeakestLinks(tree);
  links.cut(Number.POSITIVE_INFINITY);
  return {
    ccpAlphas: Float64Array.from(links.path, ({ alpha }) => alpha),
    impurities: Float64Array.from(links.path, ({ impurity }) => impurity),
  };
}

/**
 * The subtree that is best when a leaf costs `ccpAlpha`; the tree itself for 0. `leaves` (leaf per row, -1 for none)
 * are renumbered in place.
 */
export function pruneTree(tree: FlatTree, ccpAlpha: number, leaves?: Int32Array): FlatTree {
  if (ccpAlpha === 0) return tree;
  return subtree(tree, new WeakestLinks(tree).cut(ccpAlpha), leaves);
}

/** The tree without what lies below nodes that are not `inner`, numbered depth first. */
function subtree(tree: FlatTree, inner: Uint8Array, leaves: Int32Array | undefined): FlatTree {
  const order: number[] = [];
  const stack = [0];
  for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
    order.push(i);
    if (inner[i]) stack.push(tree.right[i], tree.left[i]);
  }
  const number = new Int32Array(tree.left.length).fill(-1);
  order.forEach((old, i) => {
    number[old] = i;
  });
  if (leaves) {
    // A leaf that was cut off belongs to its nearest ancestor that remains; parents come before their children.
    const owner = number.slice();
    for (let i = 0; i < owner.length; i++) {
      if (tree.left[i] < 0) continue;
      for (const child of [tree.left[i], tree.right[i]]) if (owner[child] < 0) owner[child] = owner[i];
    }
    for (let i = 0; i < leaves.length; i++) if (leaves[i] >= 0) leaves[i] = owner[leaves[i]];
  }
  const { valueWidth: width, categories } = tree;
  const take = <A extends Float64Array | Int32Array | Uint8Array>(values: A): A => {
    const result = new (values.constructor as new (length: number) => A)(order.length);
    order.forEach((old, i) => {
      result[i] = values[old];
    });
    return result;
  };
  const link = (child: Int32Array): Int32Array =>
    Int32Array.from(order, (old) => (inner[old] ? number[child[old]] : -1));
  const value = new Float64Array(order.length * width);
  order.forEach((old, i) => {
    value.set(tree.value.subarray(old * width, (old + 1) * width), i * width);
  });
  return {
    ...tree,
    feature: Int32Array.from(order, (old) => (inner[old] ? tree.feature[old] : -1)),
    threshold: Float64Array.from(order, (old) => (inner[old] ? tree.threshold[old] : Number.NaN)),
    left: link(tree.left),
    right: link(tree.right),
    missingLeft: take(tree.missingLeft),
    impurity: take(tree.impurity),
    nNodeSamples: take(tree.nNodeSamples),
    weightedNNodeSamples: take(tree.weightedNNodeSamples),
    value,
    ...(categories && { categories: { ...categories, start: take(categories.start) } }),
  };
}

/** A binary heap of (cost, node), the cheapest first, among equals the first node. */
class LinkHeap {
  readonly #items: [number, number][] = [];

  push(cost: number, node: number): void {
    const items = this.#items;
    let slot = items.length;
    items.push([cost, node]);
    for (
      let parent = (slot - 1) >> 1;
      slot > 0 && before(items[slot], items[parent]);
      parent = (slot - 1) >> 1
    ) {
      [items[slot], items[parent]] = [items[parent], items[slot]];
      slot = parent;
    }
  }

  pop(): [number, number] | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || !last) return top;
    items[0] = last;
    for (let slot = 0; ; ) {
      let child = 2 * slot + 1;
      if (child >= items.length) return top;
      if (child + 1 < items.length && before(items[child + 1], items[child])) child++;
      if (!before(items[child], items[slot])) return top;
      [items[slot], items[child]] = [items[child], items[slot]];
      slot = child;
    }
  }
}

function before(a: readonly [number, number], b: readonly [number, number]): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
