import { type TsneSession, tsneModule } from '../../../kernels/wasm/modules/tsne.js';
import type { KernelBuild } from '../../../kernels/wasm/runtime.js';
import { defineTask } from '../../../parallel/index.js';
import { CONTROL_WORDS, claimPiece, finishPiece, STARTED, STOP, WAKE } from '../../../parallel/work_board.js';

/** What any thread must know to work on a map. */
export interface MapPlan {
  readonly n: number;
  readonly dims: number;
  /** Groups of points that walk the tree together, and how many of them make a piece of work. */
  readonly groups: number;
  readonly pieceGroups: number;
  /** Address of the table of addresses. */
  readonly table: number;
}

/** What helpers are told. */
export interface MapHelpers {
  /** The shared WebAssembly memory. */
  readonly memory: object;
  readonly build: KernelBuild;
  readonly plan: MapPlan;
  /** Address of the board. */
  readonly control: number;
}

const LANES = 4;

/** Looks at the board before a helper sleeps: about the time that the other thread needs between two steps. */
const SPINS = 30_000;
const SLEEP_MS = 200;

/** Both forces on the points of one piece. */
export function forcesOfPiece(
  kernels: TsneSession['kernels'],
  { groups, pieceGroups }: MapPlan,
  piece: number,
): void {
  const from = piece * pieceGroups;
  const to = Math.min(groups, from + pieceGroups);
  kernels.repel(from, to);
  kernels.attract(from * LANES, to * LANES);
}

/** Helps with a map until it is done: takes pieces of work from the board. */
export const helpMap = defineTask(
  'help map',
  import.meta.url,
  (_number: number, { memory, build, plan, control }: MapHelpers): number => {
    type Shared = Parameters<NonNullable<typeof tsneModule.instantiateShared>>[1];
    const given = memory as NonNullable<Shared>;
    const kernels = tsneModule.instantiateShared?.(build, given).exports;
    if (!kernels) throw new Error('Kernels: no build for shared memory.');
    kernels.setProblem(plan.n, plan.dims, plan.table);
    const board = new Int32Array(given.buffer, control, CONTROL_WORDS);
    Atomics.add(board, STARTED, 1);
    let done = 0;
    for (let idle = 0; Atomics.load(board, STOP) === 0; ) {
      const wake = Atomics.load(board, WAKE);
      const piece = claimPiece(board);
      if (piece >= 0) {
        forcesOfPiece(kernels, plan, piece);
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
