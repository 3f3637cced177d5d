import { boostingModule } from '../../../kernels/wasm/modules/boosting.js';
import type { KernelBuild } from '../../../kernels/wasm/runtime.js';
import { defineTask } from '../../../parallel/index.js';
import {
  CONTROL_WORDS,
  claimPiece,
  finishPiece,
  KIND,
  KIND_NODE,
  MAX_PIECES,
  STARTED,
  STOP,
  WAKE,
} from '../../../parallel/work_board.js';
import { briefKernels, type CrewPlan } from './crew.js';
import { writeDerivatives } from './loss_kernels.js';
import { doWork, WORK_NUMBERS } from './node_work.js';

/** What helpers are told. */
export interface Helpers {
  /** The shared WebAssembly memory. */
  readonly memory: object;
  readonly build: KernelBuild;
  readonly plan: CrewPlan;
  /** Addresses of the board, of the table of pieces, and of the numbers of the work. */
  readonly control: number;
  readonly pieces: number;
  readonly numbers: number;
}

/** Looks at the board before a helper sleeps: about the time that the other thread needs between two pieces. */
const SPINS = 30_000;
const SLEEP_MS = 200;

/** Helps with a fit until it is over: takes pieces of work from the board. `scratch` is room for this thread. */
export const helpBoosting = defineTask(
  'help boosting',
  import.meta.url,
  (scratch: number, { memory, build, plan, control, pieces, numbers }: Helpers): number => {
    type Shared = Parameters<NonNullable<typeof boostingModule.instantiateShared>>[1];
    const given = memory as NonNullable<Shared>;
    const kernels = boostingModule.instantiateShared?.(build, given).exports;
    if (!kernels) throw new Error('Kernels: no build for shared memory.');
    briefKernels(kernels, plan, scratch);
    const board = new Int32Array(given.buffer, control, CONTROL_WORDS);
    const table = new Int32Array(given.buffer, pieces, 2 * MAX_PIECES);
    const work = new Float64Array(given.buffer, numbers, WORK_NUMBERS);
    Atomics.add(board, STARTED, 1);
    let done = 0;
    for (let idle = 0; Atomics.load(board, STOP) === 0; ) {
      const wake = Atomics.load(board, WAKE);
      const piece = claimPiece(board);
      if (piece >= 0) {
        const [first, last] = [table[2 * piece], table[2 * piece + 1]];
        if (board[KIND] === KIND_NODE) doWork(kernels, work, first, last);
        else writeDerivatives(kernels, plan.derivatives, first, last);
        finishPiece(board);
        done++;
        idle = 0;
      } else if (++idle > SPINS) {
        Atomics.wait(board, WAKE, wake, SLEEP_MS);
        idle = 0;
      }
    }
    return done;
  },
);
