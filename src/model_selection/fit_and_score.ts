import { abortError, describe, InvalidInputError } from '../core/errors.js';
import type { DataLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';
import { fromPlain, NotPlainError, type Plain, toPlain } from '../core/plain.js';
import type { Estimator, Target } from '../core/protocol.js';
import { takeRows } from '../core/take.js';
import { EfficiencyWarning, FitFailedWarning, warn } from '../core/warnings.js';
import { defineTask, parallelMap } from '../parallel/index.js';
import { getScorer, type ResolvedScoring, type ScorerName } from './scorer.js';

/** One fit to do: which candidate on which fold. */
export interface FitJob {
  /** Parameters to set first. */
  readonly params: Readonly<Record<string, unknown>> | undefined;
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** What is common to all fits of a search. */
export interface FitPlan {
  readonly estimator: Estimator;
  readonly X: DataLike;
  readonly y: Target | undefined;
  readonly sampleWeight: ArrayLike<number> | undefined;
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
  readonly scorers: readonly (readonly [string, string])[];
  readonly multi: boolean;
  readonly returnTrainScore: boolean;
  readonly returnEstimator: boolean;
  readonly errorScore: number | 'raise';
}

interface Item {
  readonly params: Plain;
  readonly train: Int32Array;
  readonly test: Int32Array;
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
  const encoded = nJobs === null || nJobs === 1 ? undefined : encode(plan, jobs, options.source);
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
    for (const job of jobs) {
      results.push(await fitAndScore(plan, job, signal));
      onProgress?.(results.length, jobs.length);
    }
  }
  reportFailures(results, plan.errorScore, options.source);
  return results;
}

async function fitAndScore(plan: FitPlan, job: FitJob, signal: AbortSignal | undefined): Promise<FitResult> {
  const names = plan.scoring.scorers;
  const started = performance.now();
  let fitted = started;
  try {
    const estimator = plan.estimator.with((job.params ?? {}) as object);
    const [XTrain, yTrain] = part(plan, job.train, job.train);
    const sampleWeight = plan.sampleWeight && takeRows(plan.sampleWeight, job.train);
    await estimator.fit(XTrain, yTrain, sampleWeight ? { sampleWeight, signal } : { signal });
    fitted = performance.now();
    const [XTest, yTest] = part(plan, job.test, job.train);
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
        scorers: plan.scoring.scorers.map(([name, scorer]) => [name, scorer.name] as const),
        multi: plan.scoring.multi,
        returnTrainScore: plan.returnTrainScore,
        returnEstimator: plan.returnEstimator,
        errorScore: plan.errorScore,
      },
      items: jobs.map(({ params, train, test }) => ({ params: toPlain(params, 'params'), train, test })),
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
    scoring: {
      scorers: shared.scorers.map(([name, scorer]) => [name, getScorer(scorer as ScorerName)] as const),
      multi: shared.multi,
    },
    returnTrainScore: shared.returnTrainScore,
    returnEstimator: shared.returnEstimator,
    errorScore: shared.errorScore,
  };
}
