import type { Matrix } from '../../core/matrix.js';
import { fromPlain, NotPlainError, type Plain, toPlain } from '../../core/plain.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { Run } from '../../core/run.js';
import { EfficiencyWarning, warn } from '../../core/warnings.js';
import { getScorer, type Scorer, type ScorerName } from '../../model_selection/scorer.js';
import { parallelMap, type Task } from '../../parallel/index.js';

/** What all fits of a cross-validated selection share. */
export interface FoldWork {
  readonly estimator: Estimator;
  readonly X: Matrix;
  readonly y: Target | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
  readonly folds: readonly { readonly train: Int32Array; readonly test: Int32Array }[];
  readonly scorer: Scorer;
  /** Further parameters of the selection. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** The same as plain data. */
export interface PlainWork {
  readonly estimator: Plain;
  readonly X: Plain;
  readonly y: Plain;
  readonly sampleWeight: Plain;
  readonly folds: FoldWork['folds'];
  readonly scorer: string;
  readonly extra: Plain;
}

const decoded = new WeakMap<object, Promise<FoldWork>>();

/** The work that a worker was sent, decoded once. */
export function decodeWork(shared: PlainWork): Promise<FoldWork> {
  let work = decoded.get(shared);
  if (!work) decoded.set(shared, (work = decode(shared)));
  return work;
}

async function decode(shared: PlainWork): Promise<FoldWork> {
  return {
    estimator: (await fromPlain(shared.estimator)) as Estimator,
    X: (await fromPlain(shared.X)) as Matrix,
    y: (await fromPlain(shared.y)) as Target | undefined,
    sampleWeight: (await fromPlain(shared.sampleWeight)) as ArrayLike<number> | undefined,
    folds: shared.folds,
    scorer: getScorer(shared.scorer as ScorerName),
    extra: (await fromPlain(shared.extra)) as FoldWork['extra'],
  };
}

/**
 * Does every item, on `nJobs` workers where estimator and scorer can be sent to one. Results come in order and do not
 * depend on `nJobs`.
 */
export async function doItems<Item, Result>(
  items: readonly Item[],
  work: FoldWork,
  task: Task<Item, PlainWork, Result>,
  here: (item: Item, work: FoldWork, run: Run) => Promise<Result>,
  { nJobs, run, what }: { nJobs: number | null; run: Run; what: string },
): Promise<Result[]> {
  const shared = nJobs === null || nJobs === 1 ? undefined : encode(work, run.estimator);
  if (shared) {
    const onProgress = (done: number, total: number): void =>
      run.inner().onProgress?.({ estimator: run.estimator, what, done, total });
    const results = await parallelMap(task, items, { shared, nJobs, signal: run.signal, onProgress });
    await run.breathe();
    return results;
  }
  const results: Result[] = [];
  for (const item of items) {
    results.push(await here(item, work, run));
    await run.step(results.length, items.length, what);
  }
  return results;
}

function encode(work: FoldWork, source: string): PlainWork | undefined {
  try {
    if (!work.scorer.builtIn) throw new NotPlainError('scoring is a function of your own');
    return {
      estimator: toPlain(work.estimator, 'estimator'),
      X: toPlain(work.X, 'X'),
      y: toPlain(work.y, 'y'),
      sampleWeight: toPlain(work.sampleWeight, 'sampleWeight'),
      folds: work.folds,
      scorer: work.scorer.name,
      extra: toPlain(work.extra, 'parameters'),
    };
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    const why = `runs on one thread, because it cannot be sent to workers: ${error.message}`;
    warn(new EfficiencyWarning(why, source));
    return undefined;
  }
}
