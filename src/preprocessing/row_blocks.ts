import type { Matrix } from '../core/matrix.js';
import type { Run } from '../core/run.js';

/** Cells per block: some milliseconds of work, so that an abort is heeded soon. */
const CELLS = 1 << 20;

/** Calls `body(from, to)` for consecutive blocks of the rows of X, and lets the event loop run in between. */
export async function inRowBlocks(
  X: Pick<Matrix, 'rows' | 'columns'>,
  run: Run,
  body: (from: number, to: number) => void,
): Promise<void> {
  const step = Math.max(1, Math.floor(CELLS / Math.max(1, X.columns)));
  for (let from = 0; from < X.rows; from += step) {
    body(from, Math.min(X.rows, from + step));
    await run.breathe();
  }
}
