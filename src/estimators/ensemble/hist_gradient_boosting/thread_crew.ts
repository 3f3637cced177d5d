import { WorkerError } from '../../../core/errors.js';
import { yieldToEventLoop } from '../../../core/run.js';
import type { BoostingSession } from '../../../kernels/wasm/modules/boosting.js';
import { getParallelBackend, ThreadsBackend } from '../../../parallel/index.js';
import {
  CONTROL_WORDS,
  claimPiece,
  closeBoard,
  DONE,
  finishPiece,
  KIND,
  KIND_DERIVATIVES,
  KIND_NODE,
  MAX_PIECES,
  openBoard,
  STARTED,
  STOP,
  WAKE,
} from '../../../parallel/work_board.js';
import type { Crew, CrewPlan } from './crew.js';
import { soloCrew } from './crew.js';
import { type Helpers, helpBoosting } from './helper_task.js';
import { writeDerivatives } from './loss_kernels.js';
import { type ColumnRange, doWork, WORK_NUMBERS, writeWork } from './node_work.js';

/** Below so many cells (rows x columns) a thread alone is quicker than two that must meet. */
const SMALL_WORK = 60_000;
const DERIVATIVE_ROWS = 8192;
/** Looks at the board before this thread sleeps, and how long it does at a time. */
const SPINS = 20_000;
const SLEEP_MS = 20;

/**
 * This thread and helpers on worker threads, which share the memory of the session. All take pieces (columns of a
 * histogram, blocks of rows) from one board until none is left; which thread takes which changes no bit of the
 * result. A helper that is late is not waited for; one that dies ends the fit with an error.
 */
export function threadCrew(session: BoostingSession, plan: CrewPlan, threads: number): Crew {
  const alone = soloCrew(session, plan);
  const backend = getParallelBackend();
  if (threads <= 1 || !(backend instanceof ThreadsBackend)) return alone;
  const control = session.i32(CONTROL_WORDS);
  const pieces = session.i32(2 * MAX_PIECES);
  const numbers = session.f64(WORK_NUMBERS);
  const scratch = Array.from(
    { length: threads - 1 },
    () => session.u8(session.kernels.scratchBytes(plan.columns)).pointer,
  );
  const board = control.view();
  board.fill(0);
  const table = pieces.view();
  const work = numbers.view();
  const helpers: Helpers = {
    memory: session.memory,
    build: session.build,
    plan,
    control: control.pointer,
    pieces: pieces.pointer,
    numbers: numbers.pointer,
  };
  let failure: unknown;
  const running = backend.map(helpBoosting, scratch, { shared: helpers, nJobs: threads - 1 });
  running.catch((error: unknown) => {
    failure ??= error;
  });

  async function share(kind: number, count: number, doPiece: (piece: number) => void): Promise<void> {
    board[KIND] = kind;
    openBoard(board, count);
    for (let piece = claimPiece(board); piece >= 0; piece = claimPiece(board)) {
      doPiece(piece);
      finishPiece(board);
    }
    for (let spins = 0; Atomics.load(board, DONE) < count; spins++) {
      if (spins < SPINS) continue;
      const done = Atomics.load(board, DONE);
      if (done < count) Atomics.wait(board, DONE, done, SLEEP_MS);
      // The news of a thread's death comes as an event.
      await yieldToEventLoop();
      if (failure !== undefined) throw failure;
      if (Atomics.load(board, STARTED) > threads - 1) {
        throw new WorkerError('A worker thread died while it helped with a fit. Fit again, or use nJobs: 1.');
      }
    }
    closeBoard(board);
  }

  return {
    node(given, ranges) {
      if (given.summed.count * plan.columns < SMALL_WORK) return alone.node(given, ranges);
      const parts = partColumns(ranges, threads);
      parts.forEach(([first, last], i) => {
        table[2 * i] = first;
        table[2 * i + 1] = last;
      });
      writeWork(work, given);
      return share(KIND_NODE, parts.length, (piece) =>
        doWork(session.kernels, work, table[2 * piece], table[2 * piece + 1]),
      );
    },
    derivatives() {
      const { rows } = plan;
      if (rows < 2 * DERIVATIVE_ROWS) return alone.derivatives();
      const size = Math.max(DERIVATIVE_ROWS, 2 * Math.ceil(rows / MAX_PIECES));
      const count = Math.ceil(rows / size);
      for (let i = 0; i < count; i++) {
        table[2 * i] = i * size;
        table[2 * i + 1] = Math.min(rows, (i + 1) * size);
      }
      return share(KIND_DERIVATIVES, count, (piece) =>
        writeDerivatives(session.kernels, plan.derivatives, table[2 * piece], table[2 * piece + 1]),
      );
    },
    dismiss() {
      closeBoard(board);
      Atomics.store(board, STOP, 1);
      Atomics.add(board, WAKE, 1);
      Atomics.notify(board, WAKE);
    },
  };
}

/** Parts ranges of columns so that every thread finds about two pieces: fours of columns are quickest. */
function partColumns(ranges: readonly ColumnRange[], threads: number): ColumnRange[] {
  const columns = ranges.reduce((sum, [first, last]) => sum + last - first, 0);
  let size = Math.max(4, 4 * Math.ceil(columns / (8 * threads)));
  // Never more pieces than the board holds.
  size = Math.max(size, Math.ceil((2 * columns) / MAX_PIECES));
  const parts: ColumnRange[] = [];
  for (const [first, last] of ranges) {
    for (let at = first; at < last; at += size) parts.push([at, Math.min(last, at + size)]);
  }
  return parts.length <= MAX_PIECES ? parts : [...ranges];
}
