import type { Floats } from './cpu_ops.js';
import type { Precision } from './engine.js';

/** Most parts of a batch that a board can hold. */
export const BOARD_PARTS = 8;

/** Words of `control`: the step, its number of parts and the next one in one word; parts done; rows; end of service. */
const STATE = 0;
const DONE = 1;
const ROWS = 2;
const CLOSED = 3;
const PART_BITS = 4;
const PART_MASK = 15;
/** Shorter waits than this are spent looking: waking a thread takes about as long. */
const LOOKING_MS = 0.1;

/** What threads share during a training: the batch and weights at hand, who takes which part, and the results. */
export interface Board {
  readonly control: Int32Array;
  /** Total weight of the batch, seed of its masks. */
  readonly terms: Float64Array;
  readonly rows: Int32Array;
  readonly flat: Floats;
  readonly losses: Float64Array;
  /** One gradient after the other. */
  readonly gradients: Floats;
}

/** A board in shared memory for batches of up to so many rows. */
export function makeBoard(batch: number, size: number, precision: Precision): Board {
  const floats = (length: number): Floats =>
    precision === 'float32'
      ? new Float32Array(new SharedArrayBuffer(4 * length))
      : new Float64Array(new SharedArrayBuffer(8 * length));
  return {
    control: new Int32Array(new SharedArrayBuffer(16)),
    terms: new Float64Array(new SharedArrayBuffer(16)),
    rows: new Int32Array(new SharedArrayBuffer(4 * batch)),
    flat: floats(size),
    losses: new Float64Array(new SharedArrayBuffer(8 * BOARD_PARTS)),
    gradients: floats(BOARD_PARTS * size),
  };
}

/** Opens a step of so many parts; everything else of it must stand on the board already. */
export function openStep({ control }: Board, rows: number, parts: number): void {
  const step = (Atomics.load(control, STATE) >>> (2 * PART_BITS)) + 1;
  Atomics.store(control, ROWS, rows);
  Atomics.store(control, DONE, 0);
  Atomics.store(control, STATE, (step << (2 * PART_BITS)) | (parts << PART_BITS));
  Atomics.notify(control, STATE);
}

/**
 * Takes the next part of the step, or gives undefined. The word that is compared holds the step too, so that a late
 * comer cannot take a part of a step that is over.
 */
export function takePart({ control }: Board): number | undefined {
  for (;;) {
    const state = Atomics.load(control, STATE);
    const part = state & PART_MASK;
    if (part >= ((state >>> PART_BITS) & PART_MASK)) return undefined;
    if (Atomics.compareExchange(control, STATE, state, state + 1) === state) return part;
  }
}

/** Rows of the step. */
export function stepRows({ control }: Board): number {
  return Atomics.load(control, ROWS);
}

/** Hands a result in. */
export function putPart(board: Board, part: number, loss: number, gradient: Floats): void {
  board.losses[part] = loss;
  board.gradients.set(gradient, part * gradient.length);
  Atomics.add(board.control, DONE, 1);
  Atomics.notify(board.control, DONE);
}

/** Parts that have been handed in. */
export function partsDone({ control }: Board): number {
  return Atomics.load(control, DONE);
}

/** Waits until more parts than `done` are handed in, or for `ms`. */
export function awaitParts({ control }: Board, done: number, ms: number): void {
  waitFor(control, DONE, done, ms);
}

/** Waits for a part to take, or for the end, or for `ms`. */
export function awaitStep({ control }: Board, ms: number): void {
  const state = Atomics.load(control, STATE);
  if ((state & PART_MASK) < ((state >>> PART_BITS) & PART_MASK)) return;
  waitFor(control, STATE, state, ms);
}

function waitFor(control: Int32Array, word: number, value: number, ms: number): void {
  const begun = performance.now();
  while (performance.now() - begun < LOOKING_MS) {
    for (let i = 0; i < 50; i++) if (Atomics.load(control, word) !== value) return;
  }
  Atomics.wait(control, word, value, ms);
}

/** Ends the service of all threads. */
export function closeBoard({ control }: Board): void {
  Atomics.store(control, CLOSED, 1);
  // Whoever waits for a step waits for this word to change.
  Atomics.add(control, STATE, 1 << (2 * PART_BITS));
  Atomics.notify(control, STATE);
}

/** Whether the training is over. */
export function isClosed({ control }: Board): boolean {
  return Atomics.load(control, CLOSED) === 1;
}
