import type { Binning } from '../../tree/binning.js';
import type { GrowNode } from './grow_node.js';

/** Bits of a node's flags. */
export const MISSING_LEFT = 1;
export const LEAF = 2;
export const CATEGORIES = 4;

/**
 * Trees as flat arrays, one entry per node; the right child follows the left one. Tree t adds to output
 * t % outputs.
 */
export interface FlatTrees {
  /** Trees per iteration. */
  readonly outputs: number;
  /** First node of each tree. */
  readonly roots: Int32Array;
  /** Column that is asked for; 0 in leaves. */
  readonly feature: Int32Array;
  /** Left child; the node itself in leaves. */
  readonly left: Int32Array;
  /** Values up to it go left; of categories the number of the set; Infinity in leaves. */
  readonly threshold: Float64Array;
  readonly flags: Uint8Array;
  /** What a leaf adds; 0 in other nodes. */
  readonly value: Float64Array;
  /** Training rows of a node, and what its split gained. */
  readonly count: Int32Array;
  readonly gain: Float64Array;
  /** Sets of categories that go left, 256 bits each. */
  readonly sets: Uint32Array;
}

type Growing = { -readonly [K in keyof Omit<FlatTrees, 'outputs'>]: number[] };

/** `count` trees from the tree `first` on. */
export function someTrees(trees: FlatTrees, first: number, count: number): FlatTrees {
  const from = trees.roots[first];
  const to = trees.roots[first + count] ?? trees.feature.length;
  return {
    outputs: trees.outputs,
    roots: trees.roots.subarray(first, first + count).map((root) => root - from),
    feature: trees.feature.subarray(from, to),
    left: trees.left.subarray(from, to).map((left) => left - from),
    threshold: trees.threshold.subarray(from, to),
    flags: trees.flags.subarray(from, to),
    value: trees.value.subarray(from, to),
    count: trees.count.subarray(from, to),
    gain: trees.gain.subarray(from, to),
    sets: trees.sets,
  };
}

/** Collects trees node by node. */
export class FlatTreesBuilder {
  readonly #nodes: Growing;

  constructor(
    readonly outputs: number,
    earlier?: FlatTrees,
  ) {
    const start = (key: keyof Growing): number[] => (earlier ? Array.from(earlier[key]) : []);
    this.#nodes = {
      roots: start('roots'),
      feature: start('feature'),
      left: start('left'),
      threshold: start('threshold'),
      flags: start('flags'),
      value: start('value'),
      count: start('count'),
      gain: start('gain'),
      sets: start('sets'),
    };
  }

  /** Iterations so far. */
  get iterations(): number {
    return this.#nodes.roots.length / this.outputs;
  }

  /** Adds a grown tree. */
  add(root: GrowNode, binning: Binning): void {
    const nodes = this.#nodes;
    nodes.roots.push(nodes.feature.length);
    const waiting: [GrowNode, number][] = [[root, this.#reserve()]];
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const [node, at] = next;
      nodes.count[at] = node.count;
      const { split, left, right } = node;
      if (!split || !left || !right) {
        nodes.left[at] = at;
        nodes.flags[at] = LEAF;
        nodes.value[at] = node.value;
        continue;
      }
      const leftAt = this.#reserve();
      const rightAt = this.#reserve();
      nodes.feature[at] = split.feature;
      nodes.left[at] = leftAt;
      nodes.gain[at] = split.gain;
      nodes.flags[at] = (split.missingLeft ? MISSING_LEFT : 0) | (split.set ? CATEGORIES : 0);
      nodes.threshold[at] = split.set ? nodes.sets.length / 8 : thresholdOf(split, binning);
      if (split.set) nodes.sets.push(...split.set);
      waiting.push([right, rightAt], [left, leftAt]);
    }
  }

  /** The trees from `firstTree` on, for prediction. */
  build(firstTree = 0): FlatTrees {
    const nodes = this.#nodes;
    const from = nodes.roots[firstTree] ?? 0;
    const cut = (values: number[]): number[] => (from === 0 ? values : values.slice(from));
    return {
      outputs: this.outputs,
      roots: Int32Array.from(nodes.roots.slice(firstTree), (root) => root - from),
      feature: Int32Array.from(cut(nodes.feature)),
      left: Int32Array.from(cut(nodes.left), (left) => left - from),
      threshold: Float64Array.from(cut(nodes.threshold)),
      flags: Uint8Array.from(cut(nodes.flags)),
      value: Float64Array.from(cut(nodes.value)),
      count: Int32Array.from(cut(nodes.count)),
      gain: Float64Array.from(cut(nodes.gain)),
      sets: Uint32Array.from(nodes.sets),
    };
  }

  #reserve(): number {
    const { feature, left, threshold, flags, value, count, gain } = this.#nodes;
    threshold.push(Number.POSITIVE_INFINITY);
    for (const column of [feature, left, flags, value, count, gain]) column.push(0);
    return feature.length - 1;
  }
}

/** The upper end of the last bin that goes left; of the last bin of all: only missing values go right. */
function thresholdOf({ feature, bin }: { feature: number; bin: number }, binning: Binning): number {
  const last = binning.binCounts[feature] - 1;
  return bin >= last ? Number.POSITIVE_INFINITY : binning.thresholds[feature][bin];
}
