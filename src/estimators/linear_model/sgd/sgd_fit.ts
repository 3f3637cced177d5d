import { InvalidInputError } from '../../../core/errors.js';
import { Matrix } from '../../../core/matrix.js';
import { RandomState } from '../../../core/random.js';
import { Run } from '../../../core/run.js';
import { ConvergenceWarning, warn } from '../../../core/warnings.js';
import { SgdData, type SgdProblem, type SgdResult, type SgdSettings } from '../../../kernels/sgd.js';
import { accuracyScore, r2Score } from '../../../metrics/index.js';
import { defineTask, effectiveNJobs, parallelMap } from '../../../parallel/index.js';

const LARGEST_SEED = 2 ** 31 - 1;

/** What a descent has learned, for one output or more. */
export interface SgdModel {
  /** outputs x d: what predicts, the means where steps are averaged. */
  readonly coef: Matrix;
  readonly intercept: Float64Array;
  readonly nIter: number;
  /** Steps made, plus 1. */
  readonly t: number;
  /** Where the next descent goes on: weights and means of each output. */
  readonly weights: Matrix;
  readonly weightIntercept: Float64Array;
  readonly means: Matrix;
  readonly meanIntercept: Float64Array;
}

/** Rows held back, and whether scores are of labels. */
export interface HeldBack {
  readonly held: Uint8Array;
  readonly labels: boolean;
}

/** A problem without functions, so that it can travel to a worker. */
export type PlainProblem = Omit<SgdProblem, 'validation'> & { readonly heldBack: HeldBack | undefined };

interface Shared {
  readonly X: Matrix;
  readonly settings: SgdSettings;
  readonly estimator: string;
}

/** Some outputs of a fit, on one thread. */
export const descendTask = defineTask(
  'descend',
  import.meta.url,
  (problems: readonly PlainProblem[], { X, settings, estimator }: Shared, { signal }): Promise<SgdResult[]> =>
    descendAll(X, problems, settings, new Run(estimator, { signal })),
);

/** One descent after the other on the same rows. */
async function descendAll(
  X: Matrix,
  problems: readonly PlainProblem[],
  settings: SgdSettings,
  run: Run,
): Promise<SgdResult[]> {
  const data = new SgdData(X);
  try {
    const results: SgdResult[] = [];
    const total = problems.length * settings.maxIter;
    for (const [index, { heldBack, ...problem }] of problems.entries()) {
      const report = (epoch: number): Promise<void> =>
        run.step(index * settings.maxIter + epoch, total, 'epoch');
      const validation = heldBack && { held: heldBack.held, score: scorer(X, problem, heldBack) };
      results.push(
        await data.descend({ ...problem, ...(validation && { validation }) }, settings, run, report),
      );
    }
    return results;
  } finally {
    data.release();
  }
}

/** How well weights do on the rows held back: accuracy or R2. */
function scorer(
  X: Matrix,
  { y, sampleWeight }: Omit<SgdProblem, 'validation'>,
  { held, labels }: HeldBack,
): (w: Float64Array, intercept: number) => number {
  const rows = Int32Array.from(held.keys()).filter((i) => held[i] === 1);
  const truth = Float64Array.from(rows, (i) => y[i]);
  const weights = sampleWeight && Float64Array.from(rows, (i) => sampleWeight[i]);
  const { data, columns: d } = X;
  return (w, intercept) => {
    const scores = Float64Array.from(rows, (row) => {
      let sum = 0;
      for (let j = 0, at = row * d; j < d; j++, at++) sum += data[at] * w[j];
      return sum + intercept;
    });
    if (!labels) return r2Score(truth, scores, { sampleWeight: weights });
    const right = scores.map((score, k) => (score > 0 === truth[k] > 0 ? 1 : 0));
    return accuracyScore(new Float64Array(rows.length).fill(1), right, { sampleWeight: weights });
  };
}

/** The outputs of a fit, with the model to go on from (undefined: from zero). */
export interface SgdWork {
  readonly X: Matrix;
  /** Without seeds and starts. */
  readonly problems: readonly Omit<PlainProblem, 'start' | 't'>[];
  readonly settings: SgdSettings;
  readonly before: SgdModel | undefined;
  readonly nJobs: number | null;
}

/** Descends for every output; the same for any number of jobs. */
export async function fitSgd(work: SgdWork, run: Run): Promise<SgdModel> {
  const { X, settings, before } = work;
  const d = X.columns;
  const k = work.problems.length;
  const t = before?.t ?? 1;
  const problems = work.problems.map((problem, c) => ({
    ...problem,
    t,
    start: {
      w: before ? before.weights.row(c).slice() : new Float64Array(d),
      intercept: before ? before.weightIntercept[c] : 0,
      mean: before ? before.means.row(c).slice() : new Float64Array(d),
      meanIntercept: before ? before.meanIntercept[c] : 0,
    },
  }));
  const results = await spread(X, problems, settings, work.nJobs, run);
  const failed = results.find(({ overflow }) => overflow);
  if (failed) {
    throw new InvalidInputError(
      `${run.estimator}: the weights left the range of numbers. Got values that are not finite in epoch ${failed.epochs}. Scale the columns (StandardScaler), or take smaller steps (eta0).`,
      { estimator: run.estimator, parameter: 'X', remedy: 'scale the columns' },
    );
  }
  const nIter = Math.max(...results.map(({ epochs }) => epochs));
  const steps = t + nIter * X.rows;
  const weights = stack(results.map(({ w }) => w));
  const weightIntercept = Float64Array.from(results, ({ intercept }) => intercept);
  const means = stack(results.map(({ mean }) => mean));
  const meanIntercept = Float64Array.from(results, (result) => result.meanIntercept);
  const averaged = settings.average > 0 && settings.average <= steps - 1;
  return {
    coef: averaged ? means : weights,
    intercept: averaged ? meanIntercept : weightIntercept,
    nIter,
    t: steps,
    weights,
    weightIntercept,
    means: k > 0 && settings.average > 0 ? means : Matrix.zeros(k, d),
    meanIntercept,
  };
}

async function spread(
  X: Matrix,
  problems: readonly PlainProblem[],
  settings: SgdSettings,
  nJobs: number | null,
  run: Run,
): Promise<SgdResult[]> {
  const workers = Math.min(effectiveNJobs(nJobs), problems.length);
  if (workers <= 1) return descendAll(X, problems, settings, run);
  const items = Array.from({ length: workers }, (_, k) =>
    problems.filter((_problem, c) => c % workers === k),
  );
  const parts = await parallelMap(descendTask, items, {
    shared: { X, settings, estimator: run.estimator },
    nJobs,
    signal: run.signal,
    onProgress: (done, total) =>
      run.inner().onProgress?.({ estimator: run.estimator, what: 'classes', done, total }),
  });
  await run.breathe();
  return problems.map((_, c) => parts[c % workers][Math.floor(c / workers)]);
}

function stack(rows: readonly Float64Array[]): Matrix {
  const d = rows[0].length;
  const result = Matrix.zeros(rows.length, d);
  rows.forEach((row, c) => {
    result.data.set(row, c * d);
  });
  return result;
}

/** Warns when all epochs were made and the last still helped. */
export function warnAboutEpochs({ nIter }: SgdModel, { maxIter, tol }: SgdSettings, estimator: string): void {
  if (tol === null || nIter < maxIter) return;
  const message = `the descent did not converge in maxIter ${maxIter} epochs. Raise maxIter, or scale the columns (StandardScaler).`;
  warn(new ConvergenceWarning(message, estimator));
}

/** The seed of the order of the rows. The reference draws another number before, for what it does not use. */
export function orderSeed(random: RandomState, drawnBefore: boolean): number {
  if (drawnBefore) random.randint(1, LARGEST_SEED);
  return random.randint(LARGEST_SEED);
}

/** One seed per class for several classes. */
export function classSeeds(random: RandomState, k: number): number[] {
  return Array.from(random.randint(0, LARGEST_SEED, k), (seed) => orderSeed(new RandomState(seed), true));
}
