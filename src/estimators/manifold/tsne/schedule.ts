import type { Run } from '../../../core/run.js';

/** A step of gradient descent on a map. */
export interface Step {
  /** Factor of the similarities. */
  readonly exaggeration: number;
  readonly momentum: number;
  readonly learningRate: number;
  /** Compute the divergence before the step; else the result has NaN. */
  readonly wantDivergence: boolean;
}

/** A map that moves by the forces between its points. */
export interface MovingMap {
  /** Moves every point; resolves to the divergence before, and the length of the gradient times the gains. */
  step(step: Step, run: Run): Promise<{ divergence: number; gradientNorm: number }>;
  /** Forgets momentum and gains. */
  restart(): void;
  /** The places: n x dims, copied. */
  places(): Float64Array;
  release(): void;
}

/** Rules of the descent. */
export interface ScheduleOptions {
  readonly earlyExaggeration: number;
  readonly learningRate: number;
  readonly maxIter: number;
  readonly nIterWithoutProgress: number;
  readonly minGradNorm: number;
}

/** Iterations with exaggerated similarities and little momentum. */
export const EXPLORATION = 250;
const CHECK_EVERY = 50;

/** Both stages of the descent; resolves to the last divergence and the number of the last iteration. */
export async function descend(
  map: MovingMap,
  options: ScheduleOptions,
  run: Run,
): Promise<{ divergence: number; nIter: number }> {
  const early = { from: 0, to: EXPLORATION, patience: EXPLORATION };
  const first = await stage(
    map,
    { ...early, exaggeration: options.earlyExaggeration, momentum: 0.5 },
    options,
    run,
  );
  if (first.nIter >= EXPLORATION && options.maxIter <= EXPLORATION) return first;
  if (first.nIter + 1 >= options.maxIter) return first;
  map.restart();
  const late = { from: first.nIter + 1, to: options.maxIter, patience: options.nIterWithoutProgress };
  return stage(map, { ...late, exaggeration: 1, momentum: 0.8 }, options, run);
}

interface Stage {
  readonly from: number;
  readonly to: number;
  readonly patience: number;
  readonly exaggeration: number;
  readonly momentum: number;
}

async function stage(
  map: MovingMap,
  { from, to, patience, exaggeration, momentum }: Stage,
  { learningRate, minGradNorm, maxIter }: ScheduleOptions,
  run: Run,
): Promise<{ divergence: number; nIter: number }> {
  let best = Number.MAX_VALUE;
  let bestAt = from;
  let divergence = Number.MAX_VALUE;
  let i = from;
  for (; i < to; i++) {
    const check = (i + 1) % CHECK_EVERY === 0;
    const wantDivergence = check || i === to - 1;
    const found = await map.step({ exaggeration, momentum, learningRate, wantDivergence }, run);
    if (wantDivergence) divergence = found.divergence;
    await run.step(i + 1, maxIter, 'iterations');
    if (!check) continue;
    if (divergence < best) {
      best = divergence;
      bestAt = i;
    } else if (i - bestAt > patience) break;
    if (found.gradientNorm <= minGradNorm) break;
  }
  return { divergence, nIter: Math.min(i, to - 1) };
}
