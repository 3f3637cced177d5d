import type { Run } from '../../../core/run.js';
import { MergeChain, unlessTooLarge } from '../../../kernels/hierarchy.js';
import type { Merges } from './tree.js';

/** What a pair of clusters is held against the others by. */
export type ChainLinkage = 'ward' | 'complete' | 'average';

/** Below this share of clusters left, those that are gone are taken out of the distances. */
const CROWDED = 0.7;

/** Largest square matrix of distances that is held in the kernels' memory, in bytes. */
const SQUARE_BYTES = 2 ** 30;
/** Distances that are looked at between two looks at the clock. */
const WORK = 4e6;

/**
 * The same merges on a square matrix in the kernels' memory, whose rows above the diagonal `fill` sets; undefined when
 * it would be too large there. Faster than the condensed matrix, for twice its memory.
 */
export async function squareChain(
  n: number,
  linkage: ChainLinkage,
  fill: (chain: MergeChain) => Promise<void>,
  run: Run,
): Promise<Merges | undefined> {
  const chain = 8 * n * n <= SQUARE_BYTES ? unlessTooLarge(() => new MergeChain(n, linkage)) : undefined;
  if (!chain) return undefined;
  try {
    await fill(chain);
    for (let done = 0; done < n - 1; ) {
      done = chain.merge(done, Math.ceil(WORK / (4 * n)));
      if (run.due) await run.step(done, n - 1, 'merge');
    }
    return chain.result();
  } finally {
    chain.release();
  }
}

/**
 * Merges of n clusters by the chain of nearest neighbours, on a condensed matrix of distances (n (n - 1) / 2, the rows
 * of its upper triangle), which is overwritten. O(n^2). Reference: Murtagh, Comput. J. 26 (1983) 354; the order of
 * scipy's linkage.
 */
export async function nearestNeighborChain(
  D: Float64Array,
  n: number,
  linkage: ChainLinkage,
  run: Run,
): Promise<Merges> {
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const heights = new Float64Array(n - 1);
  const chain = new Int32Array(n);
  const ids = Int32Array.from({ length: n }, (_, i) => i);
  const sizes = new Float64Array(n).fill(1);
  const nearest = { at: 0, distance: 0 };
  let length = 0;
  let first = 0;
  let m = n;
  for (let k = 0; k < n - 1; k++) {
    if (n - k < CROWDED * m) {
      m = compact(D, m, sizes, ids, chain, length);
      first = 0;
    }
    if (length === 0) {
      while (sizes[first] === 0) first++;
      chain[0] = first;
      length = 1;
    }
    for (;;) {
      const x = chain[length - 1];
      const before = length > 1 ? chain[length - 2] : -1;
      // The one before is preferred among equals, or the chain would go in circles.
      nearest.at = before;
      nearest.distance = before < 0 ? Number.POSITIVE_INFINITY : D[cell(x, before, m)];
      lookAlong(D, x, m, nearest);
      if (before >= 0 && nearest.at === before) break;
      // All are infinitely far: the first other one.
      chain[length++] = nearest.at < 0 ? sizes.findIndex((size, i) => size > 0 && i !== x) : nearest.at;
    }
    length -= 2;
    const x = Math.min(chain[length], chain[length + 1]);
    const y = Math.max(chain[length], chain[length + 1]);
    left[k] = ids[x];
    right[k] = ids[y];
    heights[k] = nearest.distance;
    join(D, x, y, m, nearest.distance, sizes, linkage);
    sizes[y] += sizes[x];
    sizes[x] = 0;
    if (run.due) await run.step(k + 1, n - 1, 'merge');
  }
  return { left, right, heights };
}

/** Place of the distance of clusters a and b in a condensed matrix of m. */
export function cell(a: number, b: number, m: number): number {
  const i = Math.min(a, b);
  return i * m - (i * (i + 1)) / 2 + Math.max(a, b) - i - 1;
}

/** The first of the clusters nearest to x, if nearer than what is known; those that are gone are infinitely far. */
function lookAlong(D: Float64Array, x: number, m: number, nearest: { at: number; distance: number }): void {
  let { at, distance } = nearest;
  for (let i = 0, c = x - 1; i < x; c += m - i - 2, i++) {
    const value = D[c];
    if (value < distance) {
      distance = value;
      at = i;
    }
  }
  const end = cell(x, m, m);
  for (let c = cell(x, x + 1, m), i = x + 1; c < end; c++, i++) {
    const value = D[c];
    if (value < distance) {
      distance = value;
      at = i;
    }
  }
  nearest.at = at;
  nearest.distance = distance;
}

/** Puts the distances of the union of x and y in the place of y's; x is gone. */
function join(
  D: Float64Array,
  x: number,
  y: number,
  m: number,
  between: number,
  sizes: Float64Array,
  linkage: ChainLinkage,
): void {
  const nx = sizes[x];
  const ny = sizes[y];
  let toX = x - 1;
  let toY = y - 1;
  for (let i = 0; i < m; i++) {
    if (i === x) {
      toX = cell(x, x + 1, m);
      toY += m - i - 2;
      continue;
    }
    if (i === y) {
      toX++;
      toY = cell(y, y + 1, m);
      continue;
    }
    const size = sizes[i];
    if (size > 0) {
      const a = D[toX];
      const b = D[toY];
      if (linkage === 'complete') D[toY] = a > b ? a : b;
      else if (linkage === 'average') D[toY] = (nx * a + ny * b) / (nx + ny);
      else {
        const t = 1 / (nx + ny + size);
        const square = (size + nx) * t * a * a + (size + ny) * t * b * b - size * t * between * between;
        D[toY] = Math.sqrt(square);
      }
      D[toX] = Number.POSITIVE_INFINITY;
    }
    toX += i < x ? m - i - 2 : 1;
    toY += i < y ? m - i - 2 : 1;
  }
  D[cell(x, y, m)] = Number.POSITIVE_INFINITY;
}

/** Takes the clusters that are gone out of the matrix, in place and in order. */
function compact(
  D: Float64Array,
  m: number,
  sizes: Float64Array,
  ids: Int32Array,
  chain: Int32Array,
  length: number,
): number {
  const kept: number[] = [];
  const place = new Int32Array(m);
  for (let i = 0; i < m; i++) {
    place[i] = kept.length;
    if (sizes[i] > 0) kept.push(i);
  }
  for (let a = 0, to = 0; a < kept.length; a++) {
    const row = cell(kept[a], m, m) - m;
    for (let b = a + 1; b < kept.length; b++, to++) D[to] = D[row + kept[b]];
  }
  for (const [to, from] of kept.entries()) {
    sizes[to] = sizes[from];
    ids[to] = ids[from];
  }
  for (let c = 0; c < length; c++) chain[c] = place[chain[c]];
  return kept.length;
}
