import { Matrix } from '../../core/matrix.js';
import type { RandomState } from '../../core/random.js';
import type { Resampling } from '../base/resampling.js';

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
  return { from, towards, steps };
}

/** Writes synthetic rows, x + step * (neighbour - x), into `cells` from position `at` on. O(size x columns). */
export function interpolate(
  X: Matrix,
  { from, towards, steps }: Segments,
  cells: Float64Array,
  at = 0,
): void {
  const { data, columns: d } = X;
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

/** Synthetic rows of one class. */
export interface Batch extends Segments {
  readonly code: number;
}

/** All rows of X, and then the synthetic rows of all classes, in one block of memory. */
export function withSynthetic(X: Matrix, batches: readonly Batch[]): Resampling {
  const size = batches.reduce((sum, batch) => sum + batch.from.length, 0);
  const one = batches.length === 1 ? batches[0] : joined(batches, size);
  const codes = new Int32Array(size);
  let at = 0;
  for (const { code, from } of batches) codes.fill(code, at, (at += from.length));
  const whole = new Float64Array(X.data.length + size * X.columns);
  whole.set(X.data);
  interpolate(X, one, whole, X.data.length);
  const { from, towards, steps } = one;
  const cells = Matrix.of(whole.subarray(X.data.length), X.columns);
  return { whole: Matrix.of(whole, X.columns, X.columnNames), made: { cells, codes, from, towards, steps } };
}

function joined(batches: readonly Batch[], size: number): Segments {
  const from = new Int32Array(size);
  const towards = new Int32Array(size);
  const steps = new Float64Array(size);
  let at = 0;
  for (const batch of batches) {
    from.set(batch.from, at);
    towards.set(batch.towards, at);
    steps.set(batch.steps, at);
    at += batch.from.length;
  }
  return { from, towards, steps };
}
