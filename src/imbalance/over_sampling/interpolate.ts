import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { MadeRows } from '../base/resampling.js';

/** The rows to start from and their neighbours: entry i of `base` has `k` neighbours from `neighbors[i * k]` on. */
export interface Pairs {
  /** Rows of X. */
  readonly base: Int32Array;
  /** Rows of X. */
  readonly neighbors: Int32Array;
  readonly k: number;
}

/** Synthetic rows to be: where each starts, where it heads, and how far it goes. */
export interface Segments {
  readonly from: Int32Array;
  readonly towards: Int32Array;
  readonly steps: Float64Array;
}

/** Draws `size` pairs of a row and one of its neighbours, and steps from 0 to `stepSize`, in NumPy's order. */
export function drawSegments(
  { base, neighbors, k }: Pairs,
  size: number,
  random: RandomState,
  stepSize = 1,
): Segments {
  const from = new Int32Array(size);
  const towards = new Int32Array(size);
  const steps = new Float64Array(size);
  const pairs = base.length * k;
  for (let i = 0; i < size; i++) {
    const drawn = random.randint(0, pairs);
    from[i] = base[Math.floor(drawn / k)];
    towards[i] = neighbors[drawn];
  }
  for (let i = 0; i < size; i++) steps[i] = stepSize * random.random();
  return { from, towards, steps };
}

/** The cells of synthetic rows: x + step * (neighbour - x). O(size x columns). */
export function interpolate(X: Matrix, { from, towards, steps }: Segments): Float64Array {
  const { data, columns: d } = X;
  const cells = new Float64Array(from.length * d);
  for (let i = 0, to = 0; i < from.length; i++) {
    const step = steps[i];
    let a = from[i] * d;
    let b = towards[i] * d;
    for (const end = to + d; to < end; to++, a++, b++) {
      const x = data[a];
      cells[to] = x + step * (data[b] - x);
    }
  }
  return cells;
}

/** Synthetic rows of one class. */
export interface Batch extends Segments {
  readonly code: number;
}

/** The synthetic rows of all classes as made rows. */
export function madeRows(X: Matrix, batches: readonly Batch[]): MadeRows {
  const size = batches.reduce((sum, batch) => sum + batch.from.length, 0);
  const all = {
    from: new Int32Array(size),
    towards: new Int32Array(size),
    steps: new Float64Array(size),
    codes: new Int32Array(size),
  };
  let at = 0;
  for (const batch of batches) {
    all.from.set(batch.from, at);
    all.towards.set(batch.towards, at);
    all.steps.set(batch.steps, at);
    all.codes.fill(batch.code, at, at + batch.from.length);
    at += batch.from.length;
  }
  return { cells: Matrix.of(interpolate(X, all), X.columns), ...all };
}
