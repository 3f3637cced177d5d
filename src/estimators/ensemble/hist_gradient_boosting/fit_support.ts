import { InvalidInputError, InvalidParameterError } from '../../../core/errors.js';
import type { DataLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import type { Estimator, Target } from '../../../core/protocol.js';
import { Pcg64 } from '../../../core/random/pcg64.js';
import { RandomState } from '../../../core/random.js';
import type { FitOptions, Run } from '../../../core/run.js';
import type { Loss } from '../../../kernels/losses/index.js';
import { effectiveNJobs } from '../../../parallel/index.js';
import { type BoostedTrees, type BoostRules, type BoostScores, boost, type LabelledRows } from './boost.js';
import { resolveInteractions, resolveMonotonic } from './constraints.js';
import {
  partRows,
  type ScoredRows,
  type ScorerLike,
  scoredTrainingRows,
  scoreRaw,
} from './early_stopping.js';
import type { ColumnCategories, EncodedFeatures } from './features.js';
import type { InteractionConstraints, MonotonicConstraints } from './params.js';

/** Options of `fit`: rows to validate on may be given. */
export interface HistFitOptions<Y extends Target = Target> extends FitOptions {
  /** Rows that early stopping scores, in place of a part of X. */
  readonly XVal?: DataLike;
  /** Their targets. */
  readonly yVal?: Y;
  /** Their weights. */
  readonly sampleWeightVal?: ArrayLike<number>;
}

/** The parameters that both estimators share. */
export interface SharedValues extends BoostRules {
  readonly monotonicCst: MonotonicConstraints | null;
  readonly interactionCst: InteractionConstraints | null;
  readonly warmStart: boolean;
  readonly earlyStopping: 'auto' | boolean;
  readonly scoring: ScorerLike | null;
  readonly validationFraction: number | null;
  readonly randomState: number | readonly number[] | null;
  readonly nJobs: number | null;
}

/** What is particular to the classifier or the regressor. */
export interface HistTask {
  readonly estimator: string;
  readonly params: SharedValues;
  readonly loss: Loss;
  readonly features: EncodedFeatures;
  readonly y: Float64Array;
  readonly sampleWeight: Float64Array | undefined;
  /** Validation rows that were given. */
  readonly validation: LabelledRows | undefined;
  /** Parts keep the shares of the classes. */
  readonly stratify: boolean;
  /** Targets as scorers take them. */
  decode(y: Float64Array): Target;
  /** An estimator that answers with raw predictions. */
  respond(raw: Float64Array): Estimator;
  /** The model to go on from in a warm start. */
  readonly earlier: BoostedModel | undefined;
}

/** What both estimators learn. */
export interface BoostedModel extends BoostedTrees {
  readonly categories: readonly ColumnCategories[] | undefined;
}

const MANY_ROWS = 10_000;

/** Fits either estimator. */
export async function fitBoosted(task: HistTask, run: Run): Promise<BoostedModel> {
  const { estimator, params, features, y, sampleWeight, loss, earlier } = task;
  const { X, categories } = features;
  const counts = Uint8Array.from({ length: X.columns }, (_, j) => categories?.[j]?.length ?? 0);
  const columns = {
    columns: X.columns,
    names: X.columnNames,
    categorical: counts.map((count) => (count > 0 ? 1 : 0)),
    estimator,
  };
  const monotonicCst = resolveMonotonic(params.monotonicCst, columns);
  const interactions = resolveInteractions(params.interactionCst, columns);
  if (monotonicCst && loss.outputs > 1) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'monotonicCst' is for two classes, because with more the trees of one class bind no probability. Got ${loss.outputs} classes. Leave it out.`,
      { estimator, parameter: 'monotonicCst', remedy: 'leave it out' },
    );
  }
  checkWarmStart(task, earlier);
  const seeds = earlier?.seeds ?? drawSeeds(params.randomState);
  const stops =
    params.earlyStopping === 'auto'
      ? X.rows > MANY_ROWS || task.validation !== undefined
      : params.earlyStopping;
  const parts =
    stops && !task.validation && params.validationFraction !== null
      ? await partRows(X.rows, params.validationFraction, task.stratify ? y : undefined, seeds.seed)
      : undefined;
  const take = (values: Float64Array, rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (i) => values[i]);
  const training = {
    rows: parts?.train,
    y: parts ? take(y, parts.train) : y,
    sampleWeight: parts && sampleWeight ? take(sampleWeight, parts.train) : sampleWeight,
  };
  const validation = parts
    ? {
        X: X.takeRows(parts.validation),
        y: take(y, parts.validation),
        sampleWeight: sampleWeight && take(sampleWeight, parts.validation),
      }
    : task.validation;
  const boosted = await boost(
    {
      X,
      ...training,
      validation: stops ? validation : undefined,
      categories: counts,
      loss,
      rules: params,
      monotonicCst,
      interactions,
      scores: stops ? await scoresOf(task, training, validation, seeds.seed) : undefined,
      seeds,
      threads: effectiveNJobs(params.nJobs),
      earlier,
    },
    run,
  );
  return { ...boosted, categories };
}

/** Two seeds as scikit-learn draws them: one for rows, one for the columns of nodes. */
function drawSeeds(randomState: number | readonly number[] | null): BoostedTrees['seeds'] {
  const random = RandomState.from(randomState);
  const seed = random.randint(0, 2 ** 32 - 1);
  return { seed, columnState: Pcg64.from(random.randint(0, 2 ** 32 - 1)).snapshot() };
}

function checkWarmStart(
  { estimator, params, features, loss }: HistTask,
  earlier: BoostedModel | undefined,
): void {
  if (!earlier) return;
  const done = earlier.trees.roots.length / earlier.trees.outputs;
  if (params.maxIter < done) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'maxIter' must not be below the iterations of the earlier fit (${done}) with warmStart. Got ${params.maxIter}. Raise it, or set warmStart: false.`,
      { estimator, parameter: 'maxIter', received: String(params.maxIter), remedy: 'raise maxIter' },
    );
  }
  const same =
    earlier.baseline.length === loss.outputs &&
    sameCategories(earlier.categories, features.categories, features.X.columns);
  if (same) return;
  throw new InvalidInputError(
    `${estimator}: warmStart needs the classes and categories of the earlier fit. Got others. Pass the same data, or set warmStart: false.`,
    { estimator, parameter: 'X', remedy: 'set warmStart: false' },
  );
}

function sameCategories(
  a: readonly ColumnCategories[] | undefined,
  b: readonly ColumnCategories[] | undefined,
  columns: number,
): boolean {
  const text = (given: typeof a): string =>
    JSON.stringify(Array.from({ length: columns }, (_, j) => given?.[j] ?? []));
  return text(a) === text(b);
}

/** The scores that early stopping watches. */
async function scoresOf(
  task: HistTask,
  training: { rows: Int32Array | undefined; y: Float64Array; sampleWeight: Float64Array | undefined },
  validation: LabelledRows | undefined,
  seed: number,
): Promise<BoostScores> {
  const { loss, params } = task;
  if (params.scoring === 'loss') {
    return {
      train: async (raw) => -loss.mean(training.y, raw, training.sampleWeight),
      validation: validation && (async (raw) => -loss.mean(validation.y, raw, validation.sampleWeight)),
    };
  }
  const n = training.y.length;
  const sample =
    (await scoredTrainingRows(n, task.stratify ? training.y : undefined, seed)) ??
    Int32Array.from({ length: n }, (_, i) => i);
  const rows = training.rows ? sample.map((i) => (training.rows as Int32Array)[i]) : sample;
  const scored = {
    X: task.features.X.takeRows(rows),
    y: task.decode(Float64Array.from(sample, (i) => training.y[i])),
    sampleWeight:
      training.sampleWeight && Float64Array.from(sample, (i) => (training.sampleWeight as Float64Array)[i]),
  };
  const held = validation && { ...validation, y: task.decode(validation.y) };
  const score = (raw: Float64Array, given: ScoredRows): Promise<number> =>
    scoreRaw(params.scoring, task.respond, raw, given);
  return {
    train: (raw) => score(takeOutputs(raw, n, sample), scored),
    validation: held && ((raw) => score(raw.slice(), held)),
  };
}

/** Some rows of raw predictions (outputs x n). */
function takeOutputs(raw: Float64Array, n: number, rows: Int32Array): Float64Array {
  const outputs = raw.length / n;
  const result = new Float64Array(outputs * rows.length);
  for (let k = 0, at = 0; k < outputs; k++) for (const row of rows) result[at++] = raw[k * n + row];
  return result;
}

/** @throws InvalidInputError unless XVal and yVal come together; InvalidParameterError when nothing would use them. */
export function checkValidationOptions(
  options: HistFitOptions,
  earlyStopping: 'auto' | boolean,
  estimator: string,
): options is HistFitOptions & Required<Pick<HistFitOptions, 'XVal' | 'yVal'>> {
  const { XVal, yVal, sampleWeightVal } = options;
  if (XVal === undefined && yVal === undefined && sampleWeightVal === undefined) return false;
  if (XVal === undefined || yVal === undefined) {
    const parameter = XVal === undefined ? 'XVal' : 'yVal';
    throw new InvalidInputError(
      `${estimator}: XVal and yVal must come together. Got no ${parameter}. Pass both, or neither.`,
      { estimator, parameter, remedy: 'pass both' },
    );
  }
  if (earlyStopping === false) {
    throw new InvalidParameterError(
      `${estimator}: XVal and yVal are for early stopping, which is off. Got earlyStopping false. Set earlyStopping: true or 'auto'.`,
      { estimator, parameter: 'earlyStopping', received: 'false', remedy: 'earlyStopping: true' },
    );
  }
  return true;
}

/** Raw predictions as rows: n x outputs. */
export function rowsOfRaw(
  raw: Float64Array,
  outputs: number,
  matrix: (rows: number, columns: number) => Matrix,
): Matrix {
  const n = raw.length / outputs;
  const result = matrix(n, outputs);
  for (let k = 0, at = 0; k < outputs; k++)
    for (let i = 0; i < n; i++) result.data[i * outputs + k] = raw[at++];
  return result;
}
