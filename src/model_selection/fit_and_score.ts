import { abortError, describe, InvalidInputError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { fromPlain, NotPlainError, type Plain, toPlain } from '../core/plain.js';
import type { Estimator, Target } from '../core/protocol.js';
import { takeRows } from '../core/take.js';
import { EfficiencyWarning, FitFailedWarning, warn } from '../core/warnings.js';
import { defineTask, parallelMap } from '../parallel/index.js';
import { getScorer, type ResolvedScoring, type ScorerName } from './scorer.js';

/** The rows of one fold. */
export interface Fold {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** One fit to do: which candidate on which fold. */
export interface FitJob {
  /** Parameters to set first. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  /** Number of the fold. */
  readonly fold: number;
}

/** What is common to all fits of a search. */
export interface FitPlan {
  readonly estimator: Estimator;
  readonly X: DataLike;
  readonly y: Target | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
  readonly folds: readonly Fold[];
  readonly scoring: ResolvedScoring;
  readonly returnTrainScore: boolean;
  readonly returnEstimator: boolean;
  /** The score of a fit that failed, or 'raise'. */
  readonly errorScore: number | 'raise';
}

/** What came of one fit. */
export interface FitResult {
  readonly testScores: readonly number[];
  readonly trainScores: readonly number[];
  /** Seconds. */
  readonly fitTime: number;
  /** Seconds. */
  readonly scoreTime: number;
  /** The message of the error that `errorScore` stands for. */
  readonly failure?: string;
  readonly estimator?: Estimator;
}

interface Shared {
  readonly estimator: Plain;
  readonly X: Plain;
  readonly y: Plain;
  readonly sampleWeight: Plain;
  readonly folds: readonly Fold[];
  readonly scorers: readonly (readonly [string, string])[];
  readonly multi: boolean;
  readonly returnTrainScore: boolean;
  readonly returnEstimator: boolean;
  readonly errorScore: number | 'raise';
}

interface Item {
  readonly params: Plain;
  readonly fold: number;
}

type Wire = Omit<FitResult, 'estimator'> & { readonly estimator: Plain };

/** The data of a search are decoded once per worker and call. */
const decoded = new WeakMap<object, Promise<FitPlan>>();

/** The task that workers run. */
export const fitAndScoreTask = defineTask<Item, Shared, Wire>(
  'fitAndScore',
  import.meta.url,
  async (item, shared, { signal }) => {
    let plan = decoded.get(shared);
    if (!plan) decoded.set(shared, (plan = decodePlan(shared)));
    const params = (await fromPlain(item.params)) as FitJob['params'];
    const { estimator, ...rest } = await fitAndScore(await plan, { ...item, params }, signal);
    return { ...rest, estimator: estimator && toPlain(estimator) };
  },
);

/**
 * Fits and scores every job, on `nJobs` workers where the estimator can be sent to one. Results come in the
 * order of the jobs and do not depend on `nJobs`.
 */
export async function fitAll(
  plan: FitPlan,
  jobs: readonly FitJob[],
  options: {
    nJobs: number | null;
    signal?: AbortSignal;
    onProgress?: (done: number, total: number) => void;
    source: string;
  },
): Promise<FitResult[]> {
  const { nJobs, signal, onProgress } = options;
  // Fold by fold, because the rows of the last fold are kept.
  const order = jobs.map((_, i) => i).sort((a, b) => jobs[a].fold - jobs[b].fold || a - b);
  const sorted = order.map((i) => jobs[i]);
  const encoded = nJobs === null || nJobs === 1 ? undefined : encode(plan, sorted, options.source);
  let results: FitResult[];
  if (encoded) {
    const wires = await parallelMap(fitAndScoreTask, encoded.items, {
      shared: encoded.shared,
      nJobs,
      signal,
      onProgress,
    });
    results = await Promise.all(
      wires.map(async (wire) => ({
        ...wire,
        estimator: (await fromPlain(wire.estimator)) as Estimator | undefined,
      })),
    );
  } else {
    results = [];
    for (const job of sorted) {
      results.push(await fitAndScore(plan, job, signal));
      onProgress?.(results.length, jobs.length);
    }
  }
  lastFolds.delete(plan);
  const inOrder = new Array<FitResult>(jobs.length);
  for (let i = 0; i < order.length; i++) inOrder[order[i]] = results[i];
  reportFailures(inOrder, plan.errorScore, options.source);
  return inOrder;
}

/** The rows of a fold. */
interface FoldData {
  readonly fold: number;
  readonly XTrain: DataLike;
  readonly yTrain: Target | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
  readonly XTest: DataLike;
  readonly yTest: Target | undefined;
}

/** The rows that were taken last: candidates are tried on one fold after another. */
const lastFolds = new WeakMap<FitPlan, FoldData>();

function rowsOfFold(plan: FitPlan, fold: number): FoldData {
  const last = lastFolds.get(plan);
  if (last?.fold === fold) return last;
  lastFolds.delete(plan);
  const { train, test } = plan.folds[fold];
  const [XTrain, yTrain] = part(plan, train, train);
  const [XTest, yTest] = part(plan, test, train);
  const sampleWeight = plan.sampleWeight && takeRows(plan.sampleWeight, train);
  const taken = { fold, XTrain, yTrain, sampleWeight, XTest, yTest };
  lastFolds.set(plan, taken);
  return taken;
}

async function fitAndScore(plan: FitPlan, job: FitJob, signal: AbortSignal | undefined): Promise<FitResult> {
  const names = plan.scoring.scorers;
  const started = performance.now();
  let fitted = started;
  try {
    const estimator = plan.estimator.with((job.params ?? {}) as object);
    const { XTrain, yTrain, sampleWeight, XTest, yTest } = rowsOfFold(plan, job.fold);
    await estimator.fit(XTrain, yTrain, sampleWeight ? { sampleWeight, signal } : { signal });
    fitted = performance.now();
    const testScores = await scoreAll(plan, estimator, XTest, yTest, signal);
    const scoreTime = (performance.now() - fitted) / 1000;
    const trainScores = plan.returnTrainScore ? await scoreAll(plan, estimator, XTrain, yTrain, signal) : [];
    return {
      testScores,
      trainScores,
      fitTime: (fitted - started) / 1000,
      scoreTime,
      estimator: plan.returnEstimator ? estimator : undefined,
    };
  } catch (error) {
    if (signal?.aborted) throw abortError(signal);
    if (plan.errorScore === 'raise') throw error;
    const scores = names.map(() => plan.errorScore as number);
    return {
      testScores: scores,
      trainScores: plan.returnTrainScore ? scores : [],
      fitTime: (performance.now() - started) / 1000,
      scoreTime: 0,
      failure: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  }
}

/** Rows for fitting or scoring; of a square matrix of distances also the columns of the training rows. */
function part(plan: FitPlan, rows: Int32Array, train: Int32Array): [DataLike, Target | undefined] {
  const X = takeRows(plan.X, rows);
  const y = plan.y === undefined ? undefined : takeRows(plan.y, rows);
  const pairwise = plan.estimator.tags.pairwise && X instanceof Matrix;
  return [pairwise ? X.takeColumns(train) : X, y];
}

async function scoreAll(
  plan: FitPlan,
  estimator: Estimator,
  X: DataLike,
  y: Target | undefined,
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const scores: number[] = [];
  for (const [name, scorer] of plan.scoring.scorers) {
    const value: unknown = await scorer.score(estimator, X, y, { signal });
    if (typeof value !== 'number') {
      throw new InvalidInputError(`Scorer '${name}' must return a number. Got ${describe(value)}.`, {
        parameter: 'scoring',
        received: describe(value),
      });
    }
    scores.push(value);
  }
  return scores;
}

function reportFailures(results: readonly FitResult[], errorScore: number | 'raise', source: string): void {
  const failures = results.filter((result) => result.failure !== undefined);
  if (failures.length === 0) return;
  const first = failures[0].failure;
  if (failures.length === results.length) {
    throw new InvalidInputError(`${source}: all ${results.length} fits failed. The first said: ${first}`, {
      estimator: source,
      remedy: "mend the data or parameters; errorScore: 'raise' shows the error itself",
    });
  }
  warn(
    new FitFailedWarning(
      `${failures.length} of ${results.length} fits failed and score ${errorScore}. The first said: ${first}`,
      source,
    ),
  );
}

function encode(
  plan: FitPlan,
  jobs: readonly FitJob[],
  source: string,
): { shared: Shared; items: Item[] } | undefined {
  try {
    const own = plan.scoring.scorers.find(([, scorer]) => !scorer.builtIn);
    if (own) throw new NotPlainError(`scoring '${own[0]}' is a function of your own`);
    return {
      shared: {
        estimator: toPlain(plan.estimator, 'estimator'),
        X: toPlain(plan.X, 'X'),
        y: toPlain(plan.y, 'y'),
        sampleWeight: toPlain(plan.sampleWeight, 'sampleWeight'),
        folds: plan.folds,
        scorers: plan.scoring.scorers.map(([name, scorer]) => [name, scorer.name] as const),
        multi: plan.scoring.multi,
        returnTrainScore: plan.returnTrainScore,
        returnEstimator: plan.returnEstimator,
        errorScore: plan.errorScore,
      },
      items: jobs.map(({ params, fold }) => ({ params: toPlain(params, 'params'), fold })),
    };
  } catch (error) {
    if (!(error instanceof NotPlainError)) throw error;
    warn(
      new EfficiencyWarning(
        `runs on one thread, because it cannot be sent to workers: ${error.message}`,
        source,
      ),
    );
    return undefined;
  }
}

async function decodePlan(shared: Shared): Promise<FitPlan> {
  return {
    estimator: (await fromPlain(shared.estimator)) as Estimator,
    X: (await fromPlain(shared.X)) as DataLike,
    y: (await fromPlain(shared.y)) as Target | undefined,
    sampleWeight: (await fromPlain(shared.sampleWeight)) as ArrayLike<number> | undefined,
    folds: shared.folds,
    scoring: {
      scorers: shared.scorers.map(([name, scorer]) => [name, getScorer(scorer as ScorerName)] as const),
      multi: shared.multi,
    },
    returnTrainScore: shared.returnTrainScore,
    returnEstimator: shared.returnEstimator,
    errorScore: shared.errorScore,
  };
}
