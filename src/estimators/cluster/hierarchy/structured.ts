import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import type { Neighbors, PairDistance } from './connectivity.js';
import { heapify, heapPop, heapPush } from './heap.js';
import { type MergeTree, treeOf } from './tree.js';

/** Two nodes and what joining them costs; the later node stands first. */
interface Edge {
  readonly cost: number;
  readonly a: number;
  readonly b: number;
}

const byCost = (x: Edge, y: Edge): boolean => x.cost < y.cost;
const byAll = (x: Edge, y: Edge): boolean =>
  x.cost !== y.cost ? x.cost < y.cost : x.a !== y.a ? x.a < y.a : x.b < y.b;

/** How a structured tree grows. */
interface Growth {
  readonly neighbors: Neighbors;
  readonly components: number;
  /** Stop when so many clusters are left. */
  readonly nClusters: number;
}

/** Ward's tree where only neighbours are joined. O(n log n) merges of short lists. scikit-learn ward_tree. */
export async function structuredWard(X: Matrix, growth: Growth, run: Run): Promise<MergeTree> {
  const { rows: n, columns: d, data } = X;
  const nodes = 2 * n - growth.nClusters;
  const sums = new Float64Array(nodes * d);
  sums.set(data);
  const sizes = new Float64Array(nodes).fill(1, 0, n);
  const cost = (a: number, b: number): number => {
    let square = 0;
    for (let j = 0; j < d; j++) square += (sums[a * d + j] / sizes[a] - sums[b * d + j] / sizes[b]) ** 2;
    return square * ((sizes[a] * sizes[b]) / (sizes[a] + sizes[b]));
  };
  const lists: number[][] = growth.neighbors.map((list) => [...list]);
  const heap: Edge[] = [];
  for (let a = 0; a < n; a++) for (const b of lists[a]) if (b < a) heap.push({ cost: cost(a, b), a, b });
  heapify(heap, byAll);
  const { parents, tree } = newTree(n, nodes, growth.components);
  // Like parents, but with shortcuts towards the roots.
  const above = parents.slice();
  const head = (node: number): number => {
    let top = node;
    while (above[top] !== top) top = above[top] = above[above[top]];
    return top;
  };
  for (let k = n; k < nodes; k++) {
    let edge = heapPop(heap, byAll);
    while (parents[edge.a] !== edge.a || parents[edge.b] !== edge.b) edge = heapPop(heap, byAll);
    const { a, b } = edge;
    record(tree, parents, k - n, k, b, a, Math.sqrt(2 * edge.cost));
    above[a] = above[b] = k;
    sizes[k] = sizes[a] + sizes[b];
    for (let j = 0; j < d; j++) sums[k * d + j] = sums[a * d + j] + sums[b * d + j];
    const seen = new Set<number>([k]);
    const list: number[] = [];
    for (const node of [...lists[a], ...lists[b]]) {
      const top = head(node);
      if (seen.has(top)) continue;
      seen.add(top);
      list.push(top);
      lists[top].push(k);
      heapPush(heap, { cost: cost(k, top), a: k, b: top }, byAll);
    }
    lists[k] = list;
    lists[a] = lists[b] = [];
    if (run.due) await run.step(k - n + 1, nodes - n, 'merge');
  }
  return tree;
}

/** Complete or average linkage where only neighbours are joined. scikit-learn linkage_tree. */
export async function structuredLinkage(
  n: number,
  distance: PairDistance,
  linkage: 'complete' | 'average',
  growth: Growth,
  run: Run,
): Promise<MergeTree> {
  const nodes = 2 * n - growth.nClusters;
  // Neighbours by ascending number, which is the order of insertion: later nodes have higher numbers.
  const links: Map<number, number>[] = [];
  const heap: Edge[] = [];
  for (let a = 0; a < n; a++) {
    links.push(new Map(growth.neighbors[a].map((b) => [b, distance(a, b)])));
    for (const [b, cost] of links[a]) if (b < a) heap.push({ cost, a, b });
  }
  heapify(heap, byCost);
  const { parents, tree } = newTree(n, nodes, growth.components);
  const sizes = new Float64Array(nodes).fill(1, 0, n);
  for (let k = n; k < nodes; k++) {
    let edge = heapPop(heap, byCost);
    while (parents[edge.a] !== edge.a || parents[edge.b] !== edge.b) edge = heapPop(heap, byCost);
    const { a, b } = edge;
    record(tree, parents, k - n, k, b, a, edge.cost);
    sizes[k] = sizes[a] + sizes[b];
    const joined = new Map<number, number>();
    for (const [node, cost] of links[a]) if (parents[node] === node) joined.set(node, cost);
    for (const [node, cost] of links[b]) {
      if (parents[node] !== node) continue;
      const other = joined.get(node);
      if (other === undefined) joined.set(node, cost);
      else if (linkage === 'complete') joined.set(node, Math.max(other, cost));
      else joined.set(node, (sizes[a] * other + sizes[b] * cost) / sizes[k]);
    }
    links[k] = new Map([...joined].sort((x, y) => x[0] - y[0]));
    for (const [node, cost] of links[k]) {
      links[node].set(k, cost);
      heapPush(heap, { cost, a: k, b: node }, byCost);
    }
    links[a] = links[b] = new Map();
    if (run.due) await run.step(k - n + 1, nodes - n, 'merge');
  }
  return tree;
}

/** Single linkage where only neighbours are joined: the minimum spanning tree of the graph, by Kruskal's algorithm. */
export function structuredSingle(n: number, distance: PairDistance, growth: Growth): MergeTree {
  const edges: Edge[] = [];
  for (let a = 0; a < n; a++)
    for (const b of growth.neighbors[a]) if (a < b) edges.push({ cost: distance(a, b), a, b });
  edges.sort((x, y) => x.cost - y.cost || x.a - y.a || x.b - y.b);
  const root = Int32Array.from({ length: n }, (_, i) => i);
  const find = (node: number): number => {
    let top = node;
    while (root[top] !== top) top = root[top] = root[root[top]];
    return top;
  };
  const kept = edges.filter(({ a, b }) => {
    const [x, y] = [find(a), find(b)];
    root[x] = y;
    return x !== y;
  });
  const merges = {
    left: Int32Array.from(kept, ({ a }) => a),
    right: Int32Array.from(kept, ({ b }) => b),
    heights: Float64Array.from(kept, ({ cost }) => cost),
  };
  const tree = treeOf(merges, false);
  const nodes = 2 * n - growth.nClusters;
  const parents = Int32Array.from({ length: nodes }, (_, i) => i);
  for (let i = 0; i < 2 * (nodes - n); i++) parents[tree.children[i]] = n + (i >> 1);
  return { ...tree, parents, nConnectedComponents: growth.components };
}

function newTree(n: number, nodes: number, components: number): { parents: Int32Array; tree: MergeTree } {
  const parents = Int32Array.from({ length: nodes }, (_, i) => i);
  const children = new Int32Array(2 * (nodes - n));
  const distances = new Float64Array(nodes - n);
  return { parents, tree: { children, distances, nLeaves: n, nConnectedComponents: components, parents } };
}

function record(
  { children, distances }: MergeTree,
  parents: Int32Array,
  at: number,
  node: number,
  a: number,
  b: number,
  distance: number,
): void {
  children[2 * at] = a;
  children[2 * at + 1] = b;
  distances[at] = distance;
  parents[a] = parents[b] = node;
}
