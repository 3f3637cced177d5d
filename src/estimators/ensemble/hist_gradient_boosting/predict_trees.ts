import type { Matrix } from '../../../core/matrix.js';
import type { Run } from '../../../core/run.js';
import { type BoostingSession, boostingModule } from '../../../kernels/wasm/modules/boosting.js';
import { acquire } from '../../../kernels/wasm/runtime.js';
import { CATEGORIES, type FlatTrees, someTrees } from './flat_trees.js';

/** Cells of X that are copied to the kernels at a time. */
const TILE_CELLS = 1 << 17;

/** Trees in the memory of a session. */
export interface PlacedTrees {
  /** Adds the trees to `out` (address, outputs x outRows) for `rows` rows of X at the address `x`. */
  add(x: number, rows: number, columns: number, out: number, outRows: number): void;
}

/** Copies trees to a session. */
export function placeTrees(session: BoostingSession, trees: FlatTrees): PlacedTrees {
  const { feature, left, threshold } = trees;
  const nodes = session.f64(2 * feature.length);
  const halves = nodes.view();
  const words = new Int32Array(halves.buffer, halves.byteOffset, 2 * halves.length);
  for (let i = 0; i < feature.length; i++) {
    halves[2 * i] = threshold[i];
    words[4 * i + 2] = feature[i];
    words[4 * i + 3] = left[i];
  }
  const flags = session.u8(trees.flags);
  const values = session.f64(trees.value);
  const sets = session.u32(trees.sets);
  const roots = session.i32(trees.roots);
  const plain = !trees.flags.some((flag) => flag & CATEGORIES);
  const [n, f, v, s, r] = [nodes, flags, values, sets, roots].map((region) => region.pointer);
  return {
    add: (x, rows, columns, out, outRows) =>
      session.kernels.addTrees(
        n,
        f,
        v,
        s,
        r,
        trees.roots.length,
        trees.outputs,
        plain,
        x,
        rows,
        columns,
        out,
        outRows,
      ),
  };
}

/**
 * Raw predictions of rows: `baseline` plus the trees, class after class (outputs x n). O(trees
 * depth) per row, rows in tiles.
 */
export async function rawPredictions(
  X: Matrix,
  trees: FlatTrees,
  baseline: Float64Array,
  run: Run,
): Promise<Float64Array> {
  const { rows } = X;
  const result = new Float64Array(rows * trees.outputs);
  for (let k = 0; k < trees.outputs; k++) result.fill(baseline[k], k * rows, (k + 1) * rows);
  if (trees.roots.length > 0) await addTrees(X, trees, result, run);
  return result;
}

/** Raw predictions after each iteration; the array is the same one each time. */
export async function* stagedRawPredictions(
  X: Matrix,
  trees: FlatTrees,
  baseline: Float64Array,
  run: Run,
): AsyncGenerator<Float64Array> {
  const { outputs } = trees;
  const raw = await rawPredictions(X, someTrees(trees, 0, 0), baseline, run);
  for (let first = 0; first < trees.roots.length; first += outputs) {
    await addTrees(X, someTrees(trees, first, outputs), raw, run);
    yield raw;
  }
}

/** Adds trees to raw predictions (outputs x n). */
export async function addTrees(X: Matrix, trees: FlatTrees, raw: Float64Array, run: Run): Promise<void> {
  const { rows, columns, data } = X;
  const { outputs } = trees;
  const tile = Math.min(rows, Math.max(256, Math.floor(TILE_CELLS / columns)));
  const session = acquire(boostingModule);
  try {
    const placed = placeTrees(session, trees);
    const x = session.f64(tile * columns);
    const out = session.f64(tile * outputs);
    for (let i = 0; i < rows; i += tile) {
      const n = Math.min(tile, rows - i);
      x.view().set(data.subarray(i * columns, (i + n) * columns));
      const view = out.view();
      for (let k = 0; k < outputs; k++) view.set(raw.subarray(k * rows + i, k * rows + i + n), k * tile);
      placed.add(x.pointer, n, columns, out.pointer, tile);
      for (let k = 0; k < outputs; k++) raw.set(view.subarray(k * tile, k * tile + n), k * rows + i);
      await run.breathe();
    }
  } finally {
    session.release();
  }
}
