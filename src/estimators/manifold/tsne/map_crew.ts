import { WorkerError } from '../../../core/errors.js';
import { type Run, yieldToEventLoop } from '../../../core/run.js';
import type { TsneSession } from '../../../kernels/wasm/modules/tsne.js';
import { getParallelBackend, ThreadsBackend } from '../../../parallel/index.js';
import {
  CONTROL_WORDS,
  claimPiece,
  closeBoard,
  DONE,
  finishPiece,
  openBoard,
  STARTED,
  STOP,
  WAKE,
} from '../../../parallel/work_board.js';
import { forcesOfPiece, helpMap, type MapHelpers, type MapPlan } from './help_map.js';

/** Those who compute the forces on the points of a map. */
export interface MapCrew {
  /** All forces on the map as the tree has it. */
  forces(run: Run): Promise<void>;
  /** Sends helpers home. */
  dismiss(): void;
}

/** Looks at the board before this thread sleeps, and how long it does at a time. */
const SPINS = 20_000;
const SLEEP_MS = 20;

/** This thread alone. */
export function soloCrew({ kernels }: TsneSession, plan: MapPlan): MapCrew {
  const pieces = Math.ceil(plan.groups / plan.pieceGroups);
  return {
    async forces(run) {
      for (let piece = 0; piece < pieces; piece++) {
        forcesOfPiece(kernels, plan, piece);
        if (run.due) await run.breathe();
      }
    },
    dismiss() {},
  };
}

/** This thread and helpers that share the memory of the session; all take pieces from one board. */
export function threadCrew(session: TsneSession, plan: MapPlan, threads: number): MapCrew {
  const backend = getParallelBackend();
  if (!(backend instanceof ThreadsBackend)) return soloCrew(session, plan);
  const control = session.i32(CONTROL_WORDS);
  const board = control.view().fill(0);
  const pieces = Math.ceil(plan.groups / plan.pieceGroups);
  const helpers: MapHelpers = {
    memory: session.memory,
    build: session.build,
    plan,
    control: control.pointer,
  };
  let failure: unknown;
  const numbers = Array.from({ length: threads - 1 }, (_, i) => i);
  backend.map(helpMap, numbers, { shared: helpers, nJobs: threads - 1 }).catch((error: unknown) => {
    failure ??= error;
  });
  return {
    async forces(run) {
      openBoard(board, pieces);
      for (let piece = claimPiece(board); piece >= 0; piece = claimPiece(board)) {
        forcesOfPiece(session.kernels, plan, piece);
        finishPiece(board);
        if (run.due) await run.breathe();
      }
      await settled(board, pieces, () => failure, threads);
    },
    dismiss() {
      closeBoard(board);
      Atomics.store(board, STOP, 1);
      Atomics.add(board, WAKE, 1);
      Atomics.notify(board, WAKE);
    },
  };
}

/** Resolves when all pieces are done, or nobody is left to do them. */
async function settled(
  board: Int32Array,
  pieces: number,
  failure: () => unknown,
  threads: number,
): Promise<void> {
  for (let spins = 0; Atomics.load(board, DONE) < pieces; spins++) {
    if (spins < SPINS) continue;
    const done = Atomics.load(board, DONE);
    if (done < pieces) Atomics.wait(board, DONE, done, SLEEP_MS);
    // The news of a thread's death comes as an event.
    await yieldToEventLoop();
    if (failure() !== undefined) throw failure();
    if (Atomics.load(board, STARTED) > threads - 1) {
      throw new WorkerError('A worker thread died while it helped with a map. Fit again, or use nJobs: 1.');
    }
  }
  closeBoard(board);
}
