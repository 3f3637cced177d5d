import { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { KdShift, type ShiftedMeans } from '../../kernels/kd_shift.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../parallel/index.js';
import type { KdTree } from '../neighbors/kd_tree.js';

interface ClimbSettings {
  readonly bandwidth: number;
  readonly stop: number;
  readonly maxIter: number;
}

interface ClimbShared {
  readonly tree: KdTree;
  readonly seeds: Matrix;
  readonly settings: ClimbSettings;
}

/** The task that workers run: a block of seeds. */
export const climbTask = defineTask<{ from: number; to: number }, ClimbShared, ShiftedMeans>(
  'meanShift',
  import.meta.url,
  async ({ from, to }, { tree, seeds, settings }) => {
    const search = new KdShift(tree);
    try {
      return search.shift(seeds.data, from, to, settings);
    } finally {
      search.release();
    }
  },
);

/** Lets every seed climb to its mode; each on its own, so the result does not depend on the workers. */
export async function climb(
  tree: KdTree,
  seeds: Matrix,
  settings: ClimbSettings,
  nJobs: number | null,
  run: Run,
): Promise<ShiftedMeans> {
  const n = seeds.rows;
  const workers = effectiveNJobs(nJobs);
  if (workers > 1 && n > 64) {
    const size = Math.max(32, Math.ceil(n / (4 * workers)));
    const items = Array.from({ length: Math.ceil(n / size) }, (_, i) => ({
      from: i * size,
      to: Math.min(n, (i + 1) * size),
    }));
    const parts = await parallelMap(climbTask, items, {
      shared: { tree, seeds, settings },
      nJobs,
      signal: run.signal,
      onProgress: (done, total) => void run.step(done, total, 'block').catch(() => undefined),
    });
    return join(parts, n, seeds.columns);
  }
  const search = new KdShift(tree);
  const parts: ShiftedMeans[] = [];
  try {
    // Blocks grow or shrink to take about 20 ms.
    for (let from = 0, size = 1; from < n; ) {
      const to = Math.min(n, from + size);
      const start = performance.now();
      parts.push(search.shift(seeds.data, from, to, settings));
      const ms = Math.max(0.05, performance.now() - start);
      size = Math.max(1, Math.min(4 * size, Math.round((size * 20) / ms)));
      from = to;
      await run.step(to, n, 'seeds');
    }
  } finally {
    search.release();
  }
  return join(parts, n, seeds.columns);
}

function join(parts: readonly ShiftedMeans[], n: number, columns: number): ShiftedMeans {
  const means = new Float64Array(n * columns);
  const counts = new Int32Array(n);
  const steps = new Int32Array(n);
  let row = 0;
  for (const part of parts) {
    means.set(part.means, row * columns);
    counts.set(part.counts, row);
    steps.set(part.steps, row);
    row += part.counts.length;
  }
  return { means, counts, steps };
}

/**
 * The means that stand for a cluster: those with the most points first (among equals the larger in the order of the
 * columns), without those that lie within the bandwidth of one before.
 */
export async function distinctModes(
  means: Float64Array,
  counts: Int32Array,
  columns: number,
  bandwidth: number,
  run: Run,
): Promise<Matrix> {
  const compare = (a: number, b: number): number => {
    if (counts[a] !== counts[b]) return counts[b] - counts[a];
    for (let j = 0, p = a * columns, q = b * columns; j < columns; j++, p++, q++) {
      if (means[p] !== means[q]) return means[q] - means[p];
    }
    return 0;
  };
  const order = Int32Array.from(counts.keys())
    .filter((i) => counts[i] > 0)
    .sort(compare);
  const limit = bandwidth * bandwidth;
  const kept: number[] = [];
  // What is left after each mode; every pass takes out all that is near it.
  for (let left = order; left.length > 0; ) {
    const mode = left[0];
    kept.push(mode);
    left = left.filter((i) => {
      let sum = 0;
      for (let j = 0, p = mode * columns, q = i * columns; j < columns; j++, p++, q++) {
        const gap = means[p] - means[q];
        sum += gap * gap;
      }
      return i !== mode && !(sum <= limit);
    });
    if (run.due) await run.step(order.length - left.length, order.length, 'modes');
  }
  return Matrix.of(means, columns).takeRows(kept);
}
