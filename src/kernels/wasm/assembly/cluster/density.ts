// Density-connected points in a kd-tree (DBSCAN): which points have enough neighbours within a radius, which of these
// hang together, and which of their groups the others border on. No neighbour is stored. Distances are reduced (sums of
// squares, sums, or the largest difference) with plain multiply and add in every build: those of scalar code to the bit.
import { at } from '../shared/simd';

// Rounding may put the bound of a box a hair beside the distance of its points: boxes are taken or cut off as a whole
// only beyond this factor.
const SAFETY: f64 = 1 - 1e-12;
/** Points of a leaf that are compared at once; leaves are padded to a multiple. */
const LANES: i32 = 4;
/** Tags of nodes: no core point in it, or core points of several groups; else the position of one of its group. */
const NONE: i32 = -1;
const MIXED: i32 = -2;

let d: i32 = 0;
let innerNodes: i32 = 0;
let power: i32 = 2;
/** Largest reduced distance of neighbours. */
let limit: f64 = 0;
/** Points in tree order, row-major. */
let points: usize = 0;
/** Box of each node: low edges and high edges, d each. */
let boxes: usize = 0;
/** First point of each node, leaves last and in order, then one past the last point. */
let nodeStart: usize = 0;
let leafStart: usize = 0;
/** First group of four of each leaf, and the points of the groups column by column. */
let leafGroup: usize = 0;
let groups: usize = 0;
/** Per position: 1 for core points. */
let core: usize = 0;
/** Per position: its parent in the forest of groups. */
let parent: usize = 0;
/** Per node: its tag; while borders are looked for, its least label. */
let tags: usize = 0;

export function setDensity(
  columns: i32, inner: i32, exponent: i32, radius: f64, rows: usize, box: usize, starts: usize, firstGroups: usize,
  packed: usize, cores: usize, parents: usize, nodeTags: usize,
): void {
  d = columns;
  innerNodes = inner;
  power = exponent;
  limit = radius;
  points = rows;
  boxes = box;
  nodeStart = starts;
  leafStart = at<i32>(starts, inner);
  leafGroup = firstGroups;
  groups = packed;
  core = cores;
  parent = parents;
  tags = nodeTags;
}

// @ts-ignore: decorator
@inline
function grow(total: f64, gap: f64): f64 {
  if (power == 2) return total + gap * gap;
  return power == 1 ? total + gap : max(total, gap);
}

/** Whether the box of a node surely lies beyond the radius around a point. */
function beyond(node: i32, query: usize): bool {
  let total: f64 = 0;
  const width = <usize>d << 3;
  const low = boxes + <usize>node * width * 2;
  for (let o: usize = 0; o < width; o += 8) {
    const x = load<f64>(query + o);
    total = grow(total, max(0, max(load<f64>(low + o) - x, x - load<f64>(low + width + o))));
  }
  return total * SAFETY > limit;
}

/** Whether two boxes surely lie farther apart than the radius. */
function apart(a: i32, b: i32): bool {
  let total: f64 = 0;
  const width = <usize>d << 3;
  const p = boxes + <usize>a * width * 2, q = boxes + <usize>b * width * 2;
  for (let o: usize = 0; o < width; o += 8) {
    const gap = max(load<f64>(p + o) - load<f64>(q + width + o), load<f64>(q + o) - load<f64>(p + width + o));
    total = grow(total, max(0, gap));
  }
  return total * SAFETY > limit;
}

/** Whether all points of a node surely are neighbours of each other. */
function tight(node: i32): bool {
  let total: f64 = 0;
  const width = <usize>d << 3;
  const low = boxes + <usize>node * width * 2;
  for (let o: usize = 0; o < width; o += 8) {
    total = grow(total, load<f64>(low + width + o) - load<f64>(low + o));
  }
  return total <= limit * SAFETY;
}

// @ts-ignore: decorator
@inline
function add(total: v128, gap: v128): v128 {
  if (power == 2) return f64x2.add(total, f64x2.mul(gap, gap));
  const size = f64x2.abs(gap);
  return power == 1 ? f64x2.add(total, size) : f64x2.max(total, size);
}

/** Which of the four points of a group are within the radius of a point: a bit for each. */
// @ts-ignore: decorator
@inline
function near4(query: usize, group: usize): i32 {
  let low = f64x2.splat(0), high = low;
  const end = query + (<usize>d << 3);
  if (power == 2) {
    for (let q = query, p = group; q < end; q += 8, p += 32) {
      const value = v128.load64_splat(q);
      const a = f64x2.sub(value, v128.load(p));
      const b = f64x2.sub(value, v128.load(p, 16));
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
    }
  } else {
    for (let q = query, p = group; q < end; q += 8, p += 32) {
      const value = v128.load64_splat(q);
      low = add(low, f64x2.sub(value, v128.load(p)));
      high = add(high, f64x2.sub(value, v128.load(p, 16)));
    }
  }
  const most = f64x2.splat(limit);
  return i64x2.bitmask(f64x2.le(low, most)) | (i64x2.bitmask(f64x2.le(high, most)) << 2);
}

// @ts-ignore: decorator
@inline
function groupOf(leaf: i32): usize {
  return groups + <usize>load<i32>(at<i32>(leafGroup, leaf)) * (<usize>d << 5);
}

// Nodes to come back to: a tree in 32-bit memory has fewer than 32 levels.
const stack: usize = memory.data(4 * 64);

/**
 * Marks the core points among the positions `from` .. `to`: those with neighbours (themselves included) of a weight
 * of `need` in all. `weights` per position, or 0 when all weigh 1.
 */
export function markCore(from: i32, to: i32, need: f64, weights: usize): void {
  const step = <usize>d << 5;
  for (let i = from; i < to; i++) {
    const query = points + <usize>i * (<usize>d << 3);
    let sum: f64 = 0;
    let node = 0;
    let waiting = 0;
    while (sum < need) {
      if (!beyond(node, query)) {
        if (node < innerNodes) {
          // The half that holds the point comes first: often it has enough.
          const first = 2 * node + 1;
          const own = i < load<i32>(at<i32>(nodeStart, first + 1));
          store<i32>(at<i32>(stack, waiting++), own ? first + 1 : first);
          node = own ? first : first + 1;
          continue;
        }
        const leaf = node - innerNodes;
        const last = load<i32>(at<i32>(leafStart, leaf + 1));
        let group = groupOf(leaf);
        for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p += LANES, group += step) {
          let mask = near4(query, group);
          if (last - p < LANES) mask &= (1 << (last - p)) - 1;
          if (weights == 0) {
            sum += <f64>popcnt(mask);
          } else {
            for (; mask != 0; mask &= mask - 1) sum += load<f64>(at<f64>(weights, p + ctz(mask)));
          }
        }
      }
      if (waiting == 0) break;
      node = load<i32>(at<i32>(stack, --waiting));
    }
    store<u8>(core + <usize>i, sum >= need ? 1 : 0);
  }
}

function find(i: i32): i32 {
  let up = load<i32>(at<i32>(parent, i));
  while (up != i) {
    const next = load<i32>(at<i32>(parent, up));
    store<i32>(at<i32>(parent, i), next);
    i = up;
    up = next;
  }
  return i;
}

function join(i: i32, j: i32): void {
  const a = find(i), b = find(j);
  if (a < b) store<i32>(at<i32>(parent, b), a);
  else store<i32>(at<i32>(parent, a), b);
}

/** The tag of a leaf: the group of its core points, if it is one. */
function leafTag(leaf: i32): i32 {
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  let tag = NONE;
  for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p++) {
    if (!load<u8>(core + <usize>p)) continue;
    const group = find(p);
    if (tag == NONE) tag = group;
    else if (tag != group) return MIXED;
  }
  return tag;
}

// @ts-ignore: decorator
@inline
function tagOf(node: i32): i32 {
  return load<i32>(at<i32>(tags, node));
}

function innerTag(node: i32): i32 {
  const a = tagOf(2 * node + 1), b = tagOf(2 * node + 2);
  if (a == NONE) return b;
  if (b == NONE) return a;
  if (a == MIXED || b == MIXED) return MIXED;
  return find(a) == find(b) ? a : MIXED;
}

/** Joins the core points of every node whose points are all neighbours, and tags all nodes. */
export function joinTight(): void {
  for (let node = 2 * innerNodes; node >= 0; node--) {
    const leaf = node - innerNodes;
    const close = tight(node);
    if (leaf < 0) {
      const a = tagOf(2 * node + 1), b = tagOf(2 * node + 2);
      if (close && a >= 0 && b >= 0) join(a, b);
      store<i32>(at<i32>(tags, node), innerTag(node));
      continue;
    }
    if (close) {
      const last = load<i32>(at<i32>(leafStart, leaf + 1));
      let first = -1;
      for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p++) {
        if (!load<u8>(core + <usize>p)) continue;
        if (first < 0) first = p;
        else join(first, p);
      }
    }
    store<i32>(at<i32>(tags, node), leafTag(leaf));
  }
}

/** Joins a core point with its neighbours among the core points of a leaf, or with one of them where that is all. */
function joinPoint(i: i32, query: usize, leaf: i32, one: bool): void {
  const last = load<i32>(at<i32>(leafStart, leaf + 1));
  const step = <usize>d << 5;
  let group = groupOf(leaf);
  for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p += LANES, group += step) {
    let mask = near4(query, group);
    if (last - p < LANES) mask &= (1 << (last - p)) - 1;
    for (; mask != 0; mask &= mask - 1) {
      const j = p + ctz(mask);
      if (!load<u8>(core + <usize>j)) continue;
      join(i, j);
      if (one) return;
    }
  }
}

/** Joins core points of leaf a with neighbours among the core points of leaf b; one such pair joins whole groups. */
function joinLeaves(a: i32, b: i32): void {
  const nodeA = a + innerNodes, nodeB = b + innerNodes;
  const aEnd = load<i32>(at<i32>(leafStart, a + 1));
  const whole = tagOf(nodeB) >= 0;
  for (let i = load<i32>(at<i32>(leafStart, a)); i < aEnd; i++) {
    if (!load<u8>(core + <usize>i)) continue;
    const query = points + <usize>i * (<usize>d << 3);
    if (beyond(nodeB, query)) continue;
    if (whole && find(i) == find(tagOf(nodeB))) continue;
    joinPoint(i, query, b, whole);
    if (whole && tagOf(nodeA) >= 0 && find(i) == find(tagOf(nodeB))) break;
  }
  if (tagOf(nodeA) == MIXED) store<i32>(at<i32>(tags, nodeA), leafTag(a));
  if (tagOf(nodeB) == MIXED) store<i32>(at<i32>(tags, nodeB), leafTag(b));
}

/** Joins leaf a with the leaves from a on below a node, and brings the tags of inner nodes up to date. */
function joinBelow(a: i32, node: i32): void {
  const tag = tagOf(node);
  const own = tagOf(a + innerNodes);
  if (tag == NONE || (tag >= 0 && own >= 0 && find(tag) == find(own))) return;
  let last = node;
  while (last < innerNodes) last = 2 * last + 2;
  if (last - innerNodes < a || apart(a + innerNodes, node)) return;
  if (node >= innerNodes) {
    joinLeaves(a, node - innerNodes);
    return;
  }
  joinBelow(a, 2 * node + 1);
  joinBelow(a, 2 * node + 2);
  if (tag == MIXED) store<i32>(at<i32>(tags, node), innerTag(node));
}

/** Joins the core points of the leaves `from` .. `to` with their neighbours. */
export function joinCore(from: i32, to: i32): void {
  for (let leaf = from; leaf < to; leaf++) if (tagOf(leaf + innerNodes) != NONE) joinBelow(leaf, 0);
}

/** The group of every core point: its position in `parent`. */
export function settleGroups(n: i32): void {
  for (let i = 0; i < n; i++) store<i32>(at<i32>(parent, i), find(i));
}

/** Least label of the core points of each node into its tag; -1 for none. `labels` per position. */
export function leastLabels(labels: usize): void {
  for (let node = 2 * innerNodes; node >= 0; node--) {
    let least = NONE;
    if (node < innerNodes) {
      const a = tagOf(2 * node + 1), b = tagOf(2 * node + 2);
      least = a == NONE ? b : b == NONE ? a : min(a, b);
    } else {
      const leaf = node - innerNodes;
      const last = load<i32>(at<i32>(leafStart, leaf + 1));
      for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p++) {
        if (!load<u8>(core + <usize>p)) continue;
        const label = load<i32>(at<i32>(labels, p));
        if (least == NONE || label < least) least = label;
      }
    }
    store<i32>(at<i32>(tags, node), least);
  }
}

/** Labels of the positions `from` .. `to` that are no core points: the least of their core neighbours', or -1. */
export function labelBorders(from: i32, to: i32, labels: usize): void {
  const step = <usize>d << 5;
  for (let i = from; i < to; i++) {
    if (load<u8>(core + <usize>i)) continue;
    const query = points + <usize>i * (<usize>d << 3);
    let best = i32.MAX_VALUE;
    let waiting = 1;
    store<i32>(stack, 0);
    while (waiting > 0) {
      const node = load<i32>(at<i32>(stack, --waiting));
      const least = tagOf(node);
      if (least == NONE || least >= best || beyond(node, query)) continue;
      if (node < innerNodes) {
        store<i32>(at<i32>(stack, waiting++), 2 * node + 2);
        store<i32>(at<i32>(stack, waiting++), 2 * node + 1);
        continue;
      }
      const leaf = node - innerNodes;
      const last = load<i32>(at<i32>(leafStart, leaf + 1));
      let group = groupOf(leaf);
      for (let p = load<i32>(at<i32>(leafStart, leaf)); p < last; p += LANES, group += step) {
        let mask = near4(query, group);
        if (last - p < LANES) mask &= (1 << (last - p)) - 1;
        for (; mask != 0; mask &= mask - 1) {
          const j = p + ctz(mask);
          if (load<u8>(core + <usize>j)) best = min(best, load<i32>(at<i32>(labels, j)));
        }
      }
    }
    store<i32>(at<i32>(labels, i), best == i32.MAX_VALUE ? NONE : best);
  }
}
