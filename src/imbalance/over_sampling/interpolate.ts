import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Resampling } from '../base/resampling.js';

/**
 * Points with neighbours: point `base[i]` has the k neighbours from `neighbors[i * k]` on, all numbered within
 * `points`, which may be a part of X that fits a cache; `rows` says which row of X each point is.
 */
export interface Pairs {
  readonly points: Matrix;
  readonly rows: Int32Array;
  readonly base: Int32Array;
  readonly neighbors: Int32Array;
  readonly k: number;
}

/** Synthetic rows to be: where each starts, where it heads (numbers of points), and how far it goes. */
export interface Segments {
  readonly from: Int32Array;
  readonly towards: Int32Array;
  readonly steps: Float64Array;
}

/** The synthetic rows of one class. */
export interface Batch extends Segments {
  readonly code: number;
  readonly points: Matrix;
  readonly rows: Int32Array;
}

/** Draws `size` pairs of a point and one of its neighbours, and steps from 0 to `stepSize`, in NumPy's order. */
export function drawBatch(
  code: number,
  { points, rows, base, neighbors, k }: Pairs,
  size: number,
  random: RandomState,
  stepSize = 1,
): Batch {
  const drawn = random.randint(0, base.length * k, size);
  const from = new Int32Array(size);
  const towards = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const pair = drawn[i];
    from[i] = base[Math.floor(pair / k)];
    towards[i] = neighbors[pair];
  }
  const steps = random.randomSample(size);
  if (stepSize !== 1) for (let i = 0; i < size; i++) steps[i] *= stepSize;
  return { code, points, rows, from, towards, steps };
}

/** Writes synthetic rows, x + step * (neighbour - x), into `cells` from position `at` on. O(size x columns). */
export function interpolate(
  points: Matrix,
  { from, towards, steps }: Segments,
  cells: Float64Array,
  at = 0,
): void {
  const { data, columns: d } = points;
  for (let i = 0, to = at; i < from.length; i++) {
    const step = steps[i];
    let a = from[i] * d;
    let b = towards[i] * d;
    for (const end = to + d; to < end; to++, a++, b++) {
      const x = data[a];
      cells[to] = x + step * (data[b] - x);
    }
  }
}

/** All rows of X, and then the synthetic rows of all classes, in one block of memory. */
export function withSynthetic(X: Matrix, batches: readonly Batch[]): Resampling {
  const size = batches.reduce((sum, batch) => sum + batch.from.length, 0);
  const d = X.columns;
  const whole = new Float64Array(X.data.length + size * d);
  whole.set(X.data);
  const made = {
    cells: Matrix.of(whole.subarray(X.data.length), d),
    codes: new Int32Array(size),
    from: new Int32Array(size),
    towards: new Int32Array(size),
    steps: new Float64Array(size),
  };
  let at = 0;
  for (const batch of batches) {
    interpolate(batch.points, batch, whole, X.data.length + at * d);
    const { rows, from, towards, code } = batch;
    made.codes.fill(code, at, at + from.length);
    made.steps.set(batch.steps, at);
    for (let i = 0; i < from.length; i++, at++) {
      made.from[at] = rows[from[i]];
      made.towards[at] = rows[towards[i]];
    }
  }
  return { whole: Matrix.of(whole, d, X.columnNames), made };
}
