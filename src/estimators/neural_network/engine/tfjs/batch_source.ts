import type { TrainingData } from '../engine.js';
import type { TfSession } from './session.js';
import type { Tensor } from './tf.js';

/** Cells of X that may stay on the device; more are sent batch by batch. */
const RESIDENT_CELLS = 2 ** 26;
/** Cells that are sent at a time. */
const PIECE_CELLS = 2 ** 22;

/** A batch on the device. */
export interface SourceBatch {
  readonly input: Tensor;
  readonly targets: Tensor;
  readonly weights: Tensor | undefined;
}

/**
 * Gives batches of rows. On a device of its own X stays there once it was sent, in pieces, and batches are gathered by
 * row number; where X is too large, or the backend lives in this process, each batch is sent when its turn comes.
 */
export class BatchSource {
  readonly #session: TfSession;
  readonly #data: TrainingData;
  #resident: Tensor | undefined;

  constructor(session: TfSession, data: TrainingData) {
    this.#session = session;
    this.#data = data;
    if (session.apart && data.X.length <= (session.residentCells ?? RESIDENT_CELLS))
      this.#resident = this.#send();
  }

  /** Call inside a tidy. */
  take(rows: Int32Array): SourceBatch {
    const { tf } = this.#session;
    const { X, columns, outputs, codes, Y, weights } = this.#data;
    const m = rows.length;
    let input: Tensor;
    if (this.#resident) {
      input = tf.gather(this.#resident, tf.tensor1d(rows.slice(), 'int32'));
    } else {
      const values = new Float32Array(m * columns);
      for (let i = 0, to = 0; i < m; i++) {
        for (let j = 0, from = rows[i] * columns; j < columns; j++) values[to++] = X[from++];
      }
      input = tf.tensor2d(values, [m, columns]);
    }
    const targets = new Float32Array(m * outputs);
    for (let i = 0; i < m; i++) {
      if (codes && outputs === 1) targets[i] = codes[rows[i]];
      else if (codes) targets[i * outputs + codes[rows[i]]] = 1;
      else if (Y) for (let j = 0; j < outputs; j++) targets[i * outputs + j] = Y[rows[i] * outputs + j];
    }
    return {
      input,
      targets: tf.tensor2d(targets, [m, outputs]),
      weights:
        weights &&
        tf.tensor2d(
          Float32Array.from(rows, (row) => weights[row]),
          [m, 1],
        ),
    };
  }

  dispose(): void {
    this.#resident?.dispose();
    this.#resident = undefined;
  }

  #send(): Tensor {
    const { tf } = this.#session;
    const { X, rows, columns } = this.#data;
    const step = Math.max(1, Math.floor(PIECE_CELLS / columns));
    return tf.tidy(() => {
      const pieces: Tensor[] = [];
      for (let from = 0; from < rows; from += step) {
        const count = Math.min(step, rows - from);
        const values = Float32Array.from(X.subarray(from * columns, (from + count) * columns));
        pieces.push(tf.tensor2d(values, [count, columns]));
      }
      return tf.keep(pieces.length === 1 ? pieces[0] : tf.concat(pieces, 0));
    });
  }
}
