import type { Run } from '../../core/run.js';

/** Work in pieces of some ten milliseconds: it yields between them and returns the result. */
export type Chunks<T> = Generator<undefined, T, undefined>;

/** All pieces at once. */
export function atOnce<T>(chunks: Chunks<T>): T {
  for (;;) {
    const { done, value } = chunks.next();
    if (done) return value;
  }
}

/** Piece by piece, letting the event loop run in between. @throws AbortError when the run is aborted. */
export async function inPieces<T>(chunks: Chunks<T>, run: Run): Promise<T> {
  try {
    for (;;) {
      const { done, value } = chunks.next();
      if (done) return value;
      if (run.due) await run.breathe();
    }
  } finally {
    // After an abort the work releases what it holds.
    chunks.return(undefined as never);
  }
}
