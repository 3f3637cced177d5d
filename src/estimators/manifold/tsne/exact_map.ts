import type { Run } from '../../../core/run.js';
import { tsneModule } from '../../../kernels/wasm/modules/tsne.js';
import { acquire } from '../../../kernels/wasm/runtime.js';
import type { MovingMap, Step } from './schedule.js';

/** Pairs that are worked on at a time: some ten milliseconds. */
const BLOCK_PAIRS = 1_000_000;

/**
 * A map of n points in `width` columns under the exact forces of all pairs, for dense similarities (n x n). Every step
 * is O(n^2); memory n^2 doubles.
 */
export function exactMap(similarities: Float64Array, start: Float64Array, width: number): MovingMap {
  const n = start.length / width;
  const ld = n + (n % 2);
  const dof = Math.max(width - 1, 1);
  const session = acquire(tsneModule);
  try {
    const p = session.f64(n * ld);
    for (let i = 0, cells = p.view(); i < n; i++)
      cells.set(similarities.subarray(i * n, (i + 1) * n), i * ld);
    const map = session.f64(start);
    const planes = session.f64(width * ld);
    const [slopes, update, gains] = [n * width, n * width, n * width].map((size) => session.f64(size));
    // Of the table only the map, the update and the gains are used here.
    const table = session.u32(18);
    table.view().fill(0);
    table.view()[0] = map.pointer;
    table.view()[15] = update.pointer;
    table.view()[16] = gains.pointer;
    session.kernels.setProblem(n, width, table.pointer);
    const block = Math.max(1, Math.floor(BLOCK_PAIRS / n));
    const rows = async (work: (from: number, to: number) => void, run: Run): Promise<void> => {
      for (let from = 0; from < n; from += block) {
        work(from, Math.min(n, from + block));
        if (run.due) await run.breathe();
      }
    };
    return {
      async step({ exaggeration, momentum, learningRate, wantDivergence }: Step, run: Run) {
        const cells = planes.view().fill(0);
        const places = map.view();
        for (let i = 0; i < n; i++) for (let d = 0; d < width; d++) cells[d * ld + i] = places[i * width + d];
        const { kernels } = session;
        let sum = 0;
        await rows((from, to) => {
          sum += kernels.exactSum(n, width, ld, dof, planes.pointer, from, to);
        }, run);
        let divergence = 0;
        await rows((from, to) => {
          const sizes = [n, width, ld, dof, planes.pointer, p.pointer] as const;
          divergence += kernels.exactForces(
            ...sizes,
            exaggeration,
            sum,
            slopes.pointer,
            from,
            to,
            wantDivergence,
          );
        }, run);
        const squares = kernels.descendBy(n * width, slopes.pointer, momentum, learningRate);
        return { divergence: wantDivergence ? divergence : Number.NaN, gradientNorm: Math.sqrt(squares) };
      },
      restart() {
        update.view().fill(0);
        gains.view().fill(1);
      },
      places: () => map.view().slice(),
      release: () => session.release(),
    };
  } catch (error) {
    session.release();
    throw error;
  }
}
