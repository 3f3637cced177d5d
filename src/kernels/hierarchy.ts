import type { Matrix } from '../core/matrix.js';
import { type HierarchySession, hierarchyModule } from './wasm/modules/hierarchy.js';
import { acquire, KernelMemoryError, type Region } from './wasm/runtime.js';

/** Pairs of merges and at which distance they were. */
export interface Pairs {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly heights: Float64Array;
}

/** Rows of a panel of the spanning tree. */
const PANEL = 8;

/** What `make` gives, or undefined when the kernels' memory has no room for it. */
export function unlessTooLarge<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof KernelMemoryError) return undefined;
    throw error;
  }
}

/** Merges that are kept in the kernels' memory, and the session they run in. */
class Merging {
  protected readonly session: HierarchySession = acquire(hierarchyModule);
  readonly #rows: number;
  readonly #pairs: readonly [Region<Int32Array>, Region<Int32Array>, Region<Float64Array>];

  constructor(rows: number) {
    this.#rows = rows;
    this.#pairs = this.orRelease(() => {
      const { session } = this;
      return [session.i32(rows - 1), session.i32(rows - 1), session.f64(rows - 1)] as const;
    });
  }

  /** The merges so far. */
  result(): Pairs {
    const [left, right, heights] = this.#pairs;
    return { left: left.view().slice(), right: right.view().slice(), heights: heights.view().slice() };
  }

  release(): void {
    this.session.release();
  }

  protected get pointers(): [number, number, number] {
    const [left, right, heights] = this.#pairs;
    return [left.pointer, right.pointer, heights.pointer];
  }

  /** Runs `work`; when it throws, the session is over. */
  protected orRelease<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.session.release();
      throw error;
    }
  }

  /** Number of merges up to and with `count` more after `done`. */
  protected until(done: number, count: number): number {
    return Math.min(done + count, this.#rows - 1);
  }
}

/**
 * The minimum spanning tree of rows by Euclidean distances in WebAssembly memory, grown from row 0 (Prim), of equal
 * distances to the first row. O(n^2 d), memory two copies of X. Release it after use.
 */
export class SpanningTree extends Merging {
  constructor(X: Matrix) {
    super(X.rows);
    const { rows: n, columns: d, data } = X;
    const padded = PANEL * Math.ceil((n - 1) / PANEL);
    this.orRelease(() => {
      const { session } = this;
      const panels = session.f64(padded * d).pointer;
      const query = session.f64(d).pointer;
      const least = session.f64(padded).pointer;
      const rows = session.i32(padded).pointer;
      const copy = session.f64(data.subarray(0, n * d)).pointer;
      session.kernels.setSpanning(n, d, copy, panels, query, least, rows, ...this.pointers);
    });
  }

  /** Takes up to `count` steps after the first `done`; returns how many are done. */
  grow(done: number, count: number): number {
    const to = this.until(done, count);
    this.session.kernels.growSpanning(done, to);
    return to;
  }
}

/** Numbers of the linkages in the kernels. */
const LINKAGES = { ward: 0, complete: 1, average: 2 } as const;

/**
 * The chain of nearest neighbours on a square matrix of distances in WebAssembly memory: rows are read in a stream,
 * for twice the memory of a condensed matrix. Fill the upper triangle band by band, then merge; the matrix is
 * overwritten. O(n^2). Release it after use.
 * @throws KernelMemoryError when the matrix finds no room.
 */
export class MergeChain extends Merging {
  readonly rows: number;
  readonly #square: Region<Float64Array>;
  readonly #linkage: keyof typeof LINKAGES;
  readonly #arrays: readonly number[];

  constructor(rows: number, linkage: keyof typeof LINKAGES) {
    super(rows);
    this.rows = rows;
    this.#linkage = linkage;
    const padded = rows + 4;
    [this.#square, this.#arrays] = this.orRelease(() => {
      const { session } = this;
      const doubles = [session.f64(padded), session.f64(padded), session.f64(padded)];
      const integers = [session.i32(rows), session.i32(rows), session.i32(rows)];
      const arrays = [...doubles, ...integers].map(({ pointer }) => pointer);
      return [session.f64(rows * rows), arrays] as const;
    });
  }

  /** The matrix, row by row; cells above the diagonal count. */
  get square(): Float64Array {
    return this.#square.view();
  }

  /** Copies what stands above the diagonal in the rows `from` .. `to` to below it. */
  mirror(from: number, to: number): void {
    this.session.kernels.mirror(this.rows, this.#square.pointer, from, to);
  }

  /** Up to `count` merges after the first `done` (0: starts); returns how many are done. */
  merge(done: number, count: number): number {
    const { kernels } = this.session;
    if (done === 0) {
      const [penalty, sizes, union, chain, ids, places] = this.#arrays;
      kernels.setChain(
        this.rows,
        LINKAGES[this.#linkage],
        this.#square.pointer,
        penalty,
        sizes,
        union,
        chain,
        ids,
        places,
        ...this.pointers,
      );
    }
    const to = this.until(done, count);
    kernels.mergeChain(done, to);
    return to;
  }
}
