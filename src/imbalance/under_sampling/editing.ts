import type { Label } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import type { Run } from '../../core/run.js';
import { type NeighborsOption, nearestOthers, neighborCount, requireRows } from '../base/neighbors.js';
import { concatRows } from '../base/rows.js';
import { type CleaningStrategy, resolveStrategy } from '../base/sampling_strategy.js';
import { countCodes, rowsByClass } from '../base/target.js';

/** When a row stays: all its neighbours are of its class, or most are. */
export type EditingRule = 'all' | 'mode';

/** Rows to edit. */
export interface EditedData {
  readonly X: Matrix;
  readonly codes: Int32Array;
  readonly classes: readonly Label[];
}

/** How to edit. */
export interface EditingOptions {
  readonly nNeighbors: NeighborsOption;
  /** Fewer neighbours than `nNeighbors` says. */
  readonly k?: number;
  readonly kindSel: EditingRule;
  readonly nJobs: number | null;
}

/**
 * The rows that agree with their neighbours, class by class; classes with a negative amount keep all their rows.
 */
export async function agreeingRows(
  { X, codes, classes }: EditedData,
  amounts: Int32Array,
  { nNeighbors, kindSel, nJobs, k = neighborCount(nNeighbors) }: EditingOptions,
  run: Run,
): Promise<Int32Array> {
  requireRows(X.rows, nNeighbors, 'nNeighbors', run.estimator);
  const rows = rowsByClass(codes, countCodes(codes, classes.length));
  const targeted = concatRows(rows.filter((_, c) => amounts[c] >= 0));
  const whole = targeted.length === X.rows;
  const asked = whole ? undefined : targeted;
  const { indices } = await nearestOthers(X, nNeighbors, run, { rows: asked, nJobs, k });
  const agrees = new Uint8Array(X.rows).fill(1);
  for (let i = 0; i < (whole ? X.rows : targeted.length); i++) {
    const row = whole ? i : targeted[i];
    agrees[row] = agreeing(indices, i * k, k, codes, codes[row], classes.length, kindSel) ? 1 : 0;
  }
  return concatRows(rows.map((members) => members.filter((row) => agrees[row] === 1)));
}

/** Whether the k neighbours from `at` on speak for a class. */
export function agreeing(
  neighbors: Int32Array,
  at: number,
  k: number,
  codes: Int32Array,
  code: number,
  nClasses: number,
  rule: EditingRule,
): boolean {
  if (rule === 'mode') return mostFrequent(neighbors, at, k, codes, nClasses) === code;
  for (let j = at; j < at + k; j++) if (codes[neighbors[j]] !== code) return false;
  return true;
}

/** The most frequent class of k neighbours; of equally frequent ones the first. */
function mostFrequent(
  neighbors: Int32Array,
  at: number,
  k: number,
  codes: Int32Array,
  nClasses: number,
): number {
  let best = 0;
  let most = 0;
  for (let c = 0; c < nClasses; c++) {
    let count = 0;
    for (let j = at; j < at + k; j++) if (codes[neighbors[j]] === c) count++;
    if (count > most) {
      most = count;
      best = c;
    }
  }
  return best;
}

/** What repeated editing is told after each round: the rows that are left, and how many went. */
export interface Round {
  readonly round: number;
  readonly counts: Int32Array;
  readonly removed: number;
}

/**
 * Edits again and again, resolving the strategy anew on the rows that are left, until `stop` says so or `rounds`
 * are done. Returns rows of the first data.
 */
export async function editRepeatedly(
  data: EditedData,
  strategy: CleaningStrategy,
  optionsOf: (round: number) => EditingOptions,
  rounds: number,
  stop: (round: Round) => boolean,
  run: Run,
): Promise<{ rows: Int32Array; rounds: number }> {
  const { classes } = data;
  let left = data;
  let rows = Int32Array.from({ length: data.X.rows }, (_, i) => i);
  for (let round = 1; ; round++) {
    await run.step(round - 1, rounds, 'round');
    const table = { codes: left.codes, classes, counts: countCodes(left.codes, classes.length) };
    const amounts = resolveStrategy(strategy, 'clean', table, run.estimator);
    const kept = await agreeingRows(left, amounts, optionsOf(round), run);
    const removed = left.X.rows - kept.length;
    left = { X: left.X.takeRows(kept), codes: kept.map((i) => left.codes[i]), classes };
    rows = kept.map((i) => rows[i]);
    const counts = countCodes(left.codes, classes.length);
    if (round === rounds || stop({ round, counts, removed })) return { rows, rounds: round };
  }
}
