import { DENSITY_KERNELS, type DensityKernel, logKernel } from './density_kernels.js';
import { type KdTreeArrays, LANES, packBoxes, packLeaves } from './kd_tree_query.js';
import { type NeighborsSession, neighborsModule } from './wasm/modules/neighbors.js';
import { acquire, type Region } from './wasm/runtime.js';

/** How near a sum must come: within rtol of itself plus the share `exp(logAtol)` of the largest possible sum. */
export interface DensityTolerance {
  readonly rtol: number;
  readonly logAtol: number;
  /** Boxes nearest first, instead of depth first. */
  readonly breadthFirst: boolean;
}

/** Beyond these widths squares of distances may leave the range of doubles. */
const WIDE = 2 ** 200;

/**
 * Logarithms of weighted sums of kernels around queries, by a kd-tree in WebAssembly memory: about three times the
 * points. Release it after use. With both tolerances 0 a sum is exact but for rounding.
 * Reference: Gray and Moore, SIAM Data Mining (2003) 203.
 */
export class KdDensity {
  readonly #session: NeighborsSession;
  readonly #columns: number;
  readonly #power: number;
  readonly #nodes: number;
  readonly #total: number;
  readonly #kernel: DensityKernel;
  readonly #h: number;
  /** A power of two that brings extreme widths near 1. */
  readonly #scale: number;

  /** `weights`: one per point in tree order, all above 0; undefined when all are 1. */
  constructor(
    tree: KdTreeArrays,
    power: 1 | 2 | typeof Number.POSITIVE_INFINITY,
    kernel: DensityKernel,
    h: number,
    weights: Float64Array | undefined,
  ) {
    const session = acquire(neighborsModule);
    this.#session = session;
    this.#columns = tree.columns;
    this.#power = power;
    this.#nodes = tree.start.length;
    this.#kernel = kernel;
    const extreme = !(h < WIDE && h > 1 / WIDE);
    this.#scale = extreme ? 2 ** -Math.max(-1000, Math.min(1000, Math.round(Math.log2(h)))) : 1;
    this.#h = h * this.#scale;
    try {
      const { scaled, nodeWeights, pointWeights } = prepare(session, tree, this.#scale, weights);
      const innerNodes = 2 ** tree.depth - 1;
      const boxes = packBoxes(session, scaled, innerNodes);
      const { starts, firstGroups, groups } = packLeaves(session, scaled, innerNodes);
      session.kernels.setTree(
        tree.columns,
        innerNodes,
        power === Number.POSITIVE_INFINITY ? 0 : power,
        boxes.pointer,
        starts.pointer,
        firstGroups.pointer,
        groups.pointer,
        session.i32(tree.order).pointer,
      );
      const kind = DENSITY_KERNELS.indexOf(kernel);
      session.kernels.setDensity(kind, this.#h, pointWeights.pointer, nodeWeights.pointer);
      this.#total = nodeWeights.view()[0];
    } catch (error) {
      session.release();
      throw error;
    }
  }

  /** Sum of the weights. */
  get total(): number {
    return this.#total;
  }

  /** Logarithms of the sums around the rows `from` .. `to` of `queries` (row-major); -Infinity where nothing is near. */
  logSums(queries: Float64Array, from: number, to: number, tolerance: DensityTolerance): Float64Array {
    const session = this.#session;
    const { kernels } = session;
    const m = to - from;
    return session.scratch(() => {
      const q = session.f64(queries.subarray(from * this.#columns, to * this.#columns));
      if (this.#scale !== 1) for (let i = 0, view = q.view(); i < view.length; i++) view[i] *= this.#scale;
      const nearest = session.f64(m);
      const atol = session.f64(m);
      const sums = session.f64(m);
      const room = tolerance.breadthFirst ? this.#nodes : 0;
      const heapBounds = session.f64(room);
      const heapNodes = session.i32(room);
      kernels.kdNearest(m, 1, q.pointer, nearest.pointer, session.i32(m).pointer);
      const relative = this.#kernel === 'gaussian' || this.#kernel === 'exponential';
      const offsets = new Float64Array(m);
      if (relative) {
        const near = nearest.view();
        for (let i = 0; i < m; i++) {
          offsets[i] = logKernel(this.#kernel, this.#power === 2 ? Math.sqrt(near[i]) : near[i], this.#h);
        }
      }
      const logScale = tolerance.logAtol + Math.log(this.#total);
      const allowed = atol.view();
      for (let i = 0; i < m; i++) allowed[i] = Math.exp(logScale - offsets[i]);
      kernels.kdDensity(
        m,
        this.#total,
        tolerance.rtol,
        atol.pointer,
        nearest.pointer,
        q.pointer,
        sums.pointer,
        heapBounds.pointer,
        tolerance.breadthFirst ? heapNodes.pointer : 0,
      );
      return sums.view().map((sum, i) => Math.log(sum) + offsets[i]);
    });
  }

  release(): void {
    this.#session.release();
  }
}

/** The tree at another scale, and the weights of its nodes and of its points by leaf. */
function prepare(
  session: NeighborsSession,
  tree: KdTreeArrays,
  scale: number,
  weights: Float64Array | undefined,
): { scaled: KdTreeArrays; nodeWeights: Region<Float64Array>; pointWeights: Region<Float64Array> } {
  const times = (values: Float64Array): Float64Array => values.map((value) => value * scale);
  const { points, low, high, start, end, depth } = tree;
  const scaled = scale === 1 ? tree : { ...tree, points: times(points), low: times(low), high: times(high) };
  const innerNodes = 2 ** depth - 1;
  const nodeWeights = session.f64(start.length);
  let size = 0;
  for (let node = innerNodes; node < start.length; node++) {
    size += LANES * Math.ceil((end[node] - start[node]) / LANES);
  }
  const pointWeights = session.f64(size);
  const padded = pointWeights.view().fill(0);
  const totals = nodeWeights.view();
  for (let node = innerNodes, at = 0; node < start.length; node++) {
    const count = end[node] - start[node];
    let total = 0;
    for (let i = 0; i < count; i++) {
      const weight = weights ? weights[start[node] + i] : 1;
      padded[at + i] = weight;
      total += weight;
    }
    at += LANES * Math.ceil(count / LANES);
    totals[node] = total;
  }
  for (let node = innerNodes - 1; node >= 0; node--)
    totals[node] = totals[2 * node + 1] + totals[2 * node + 2];
  return { scaled, nodeWeights, pointWeights };
}
