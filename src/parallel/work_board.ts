// A board in shared memory from which threads take pieces of work: who takes a piece is decided by one atomic word.

/** Where the words stand. */
export const [TICKET, DONE, WAKE, STOP, STARTED, KIND] = [0, 16, 32, 33, 34, 35];
export const CONTROL_WORDS = 64;
export const KIND_NODE = 0;
export const KIND_DERIVATIVES = 1;
/** Most pieces of a piece of work. */
export const MAX_PIECES = 1000;

// A ticket holds the round (11 bits), the number of pieces and the next of them (10 bits each): a thread that is late
// cannot take a piece of another round for one of its own.
const BITS = 10;
const MASK = (1 << BITS) - 1;

/** Puts `count` pieces on the board and wakes who sleeps. Everything about the work must be written before. */
export function openBoard(board: Int32Array, count: number): void {
  Atomics.store(board, DONE, 0);
  const round = ((Atomics.load(board, TICKET) >>> (2 * BITS)) + 1) & 0x7ff;
  Atomics.store(board, TICKET, (round << (2 * BITS)) | (count << BITS));
  Atomics.add(board, WAKE, 1);
  Atomics.notify(board, WAKE);
}

/** Takes the next piece; -1 when there is none. */
export function claimPiece(board: Int32Array): number {
  for (;;) {
    const ticket = Atomics.load(board, TICKET);
    const piece = ticket & MASK;
    if (piece >= ((ticket >>> BITS) & MASK)) return -1;
    if (Atomics.compareExchange(board, TICKET, ticket, ticket + 1) === ticket) return piece;
  }
}

/** Says that a taken piece is done. */
export function finishPiece(board: Int32Array): void {
  Atomics.add(board, DONE, 1);
  Atomics.notify(board, DONE);
}

/** Leaves no piece on the board. */
export function closeBoard(board: Int32Array): void {
  const round = (Atomics.load(board, TICKET) >>> (2 * BITS)) & 0x7ff;
  Atomics.store(board, TICKET, round << (2 * BITS));
}
