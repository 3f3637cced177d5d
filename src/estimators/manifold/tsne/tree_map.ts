import type { Run } from '../../../core/run.js';
import { type TsneSession, tsneModule } from '../../../kernels/wasm/modules/tsne.js';
import { acquire, acquireShared } from '../../../kernels/wasm/runtime.js';
import { MAX_PIECES } from '../../../parallel/work_board.js';
import { type MapCrew, soloCrew, threadCrew } from './map_crew.js';
import type { MovingMap, Step } from './schedule.js';
import type { SparseSimilarities } from './similarities.js';

/** Points that walk the tree together. */
const LANES = 4;
/** Rows of the divergence that are worked on at a time. */
const DIVERGENCE_ROWS = 4096;
const NODE_BYTES = 32;
/** Sorting counts where the nodes will stand. */
const LEAST_NODE_BYTES = 8192;

/** What a map by a tree needs. */
export interface TreeMapOptions {
  readonly similarities: SparseSimilarities;
  /** First places, n x width. */
  readonly start: Float64Array;
  /** 1, 2 or 3. */
  readonly width: number;
  readonly angle: number;
  readonly threads: number;
}

/**
 * A map whose pushing forces are found with a tree (Barnes-Hut) and whose pulling forces run along the sparse
 * similarities: O(n log n) a step. The places have the same bits for any number of threads: each piece of work has
 * its own place for results, and sums are taken in the order of the pieces.
 */
export function treeMap({ similarities, start, width, angle, threads }: TreeMapOptions): MovingMap {
  const { n } = similarities;
  // A line is a plane in which nothing ever moves sideways.
  const dims = Math.max(2, width);
  const session = threads > 1 ? acquireShared(tsneModule) : acquire(tsneModule);
  let crew: MapCrew;
  const room = layOut(session, similarities, dims);
  try {
    const places = room.map.view().fill(0);
    for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) places[i * dims + d] = start[i * width + d];
    session.kernels.setProblem(n, dims, room.table.pointer);
    const groups = Math.ceil(n / LANES);
    const plan = {
      n,
      dims,
      groups,
      pieceGroups: Math.max(32, Math.ceil(groups / MAX_PIECES)),
      table: room.table.pointer,
    };
    crew = threads > 1 ? threadCrew(session, plan, threads) : soloCrew(session, plan);
  } catch (error) {
    session.release();
    throw error;
  }
  const { kernels } = session;
  return {
    async step({ exaggeration, momentum, learningRate, wantDivergence }: Step, run: Run) {
      kernels.buildTree(angle);
      await crew.forces(run);
      // One point alone has no pair.
      const sum = Math.max(kernels.kernelSum(), Number.EPSILON);
      let divergence = Number.NaN;
      if (wantDivergence) {
        divergence = 0;
        for (let from = 0; from < n; from += DIVERGENCE_ROWS) {
          divergence += kernels.divergence(from, Math.min(n, from + DIVERGENCE_ROWS), sum);
          if (run.due) await run.breathe();
        }
        divergence = exaggeration * (divergence + Math.log(exaggeration));
      }
      const squares = kernels.descend(exaggeration, sum, momentum, learningRate);
      return { divergence, gradientNorm: Math.sqrt(squares) };
    },
    restart() {
      room.update.view().fill(0);
      room.gains.view().fill(1);
    },
    places() {
      const all = room.map.view();
      const result = new Float64Array(n * width);
      for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) result[i * width + d] = all[i * dims + d];
      return result;
    },
    release() {
      crew.dismiss();
      session.release();
    },
  };
}

/** Room for everything, and the table of addresses that the kernels read. */
function layOut(session: TsneSession, { n, values, columns, starts }: SparseSimilarities, dims: number) {
  const padded = n + 8;
  const map = session.f64(n * dims);
  const update = session.f64(n * dims);
  const gains = session.f64(n * dims);
  const regions = [
    map,
    session.f32(values),
    session.i32(columns),
    session.i32(starts),
    session.f32(n * (dims === 2 ? 2 : 4)),
    session.u32(n),
    session.u32(n),
    session.i32(n),
    session.i32(n),
    session.f32(padded * dims),
    session.f64((n + 1) * dims),
    session.u8(Math.max(LEAST_NODE_BYTES, 2 * n * NODE_BYTES)),
    session.f32(n * dims),
    session.f32(n * dims),
    session.f64(padded),
    update,
    gains,
    session.i32(1),
  ];
  return { map, update, gains, table: session.u32(regions.map(({ pointer }) => pointer)) };
}
