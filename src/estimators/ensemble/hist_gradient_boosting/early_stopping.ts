import type { DataLike } from '../../../core/input.js';
import type { Matrix } from '../../../core/matrix.js';
import type { Estimator, Target } from '../../../core/protocol.js';

/** A scorer by name, or one made by makeScorer. */
export type ScorerLike =
  | string
  | {
      readonly name: string;
      readonly builtIn: boolean;
      score(
        estimator: Estimator,
        X: DataLike,
        y: Target | undefined,
        options?: { sampleWeight?: ArrayLike<number>; signal?: AbortSignal },
      ): Promise<number>;
    };

/** Rows that scores are computed from, with their targets as a scorer wants them. */
export interface ScoredRows {
  readonly X: Matrix;
  readonly y: Target;
  readonly sampleWeight: Float64Array | undefined;
}

/** Whether none of the last `patience` scores is better than the one before them by more than `tol`. */
export function shouldStop(scores: readonly number[], patience: number, tol: number): boolean {
  if (scores.length < patience + 1) return false;
  const reference = scores[scores.length - patience - 1] + tol;
  return !scores.slice(-patience).some((score) => score > reference);
}

/** The estimator, fitted to all appearances, with some members replaced. */
export function answering(estimator: Estimator, members: Readonly<Record<string, unknown>>): Estimator {
  const descriptors = Object.entries({ isFitted: true, ...members }).map(([name, value]) => [
    name,
    { value },
  ]);
  return Object.create(estimator, Object.fromEntries(descriptors) as PropertyDescriptorMap) as Estimator;
}

/**
 * Scores raw predictions with a scorer: the scorer gets an estimator that answers from them, whatever X it is asked
 * about. `respond` makes that estimator.
 */
export async function scoreRaw(
  scoring: ScorerLike | null,
  respond: (raw: Float64Array) => Estimator,
  raw: Float64Array,
  { X, y, sampleWeight }: ScoredRows,
): Promise<number> {
  // Scorers belong to model selection, which stands above the estimators: it is loaded when one is asked for.
  const { resolveScoring } = await import('../../../model_selection/scorer.js');
  const resolved = resolveScoring(scoring as Parameters<typeof resolveScoring>[0]);
  return resolved.scorers[0][1].score(respond(raw), X, y, sampleWeight ? { sampleWeight } : {});
}

/** At most so many training rows are scored in each iteration. */
const SCORED_TRAINING_ROWS = 10_000;

/** The training rows to score: all, or a sample that keeps the class shares. */
export async function scoredTrainingRows(
  rows: number,
  stratify: Float64Array | undefined,
  seed: number,
): Promise<Int32Array | undefined> {
  if (rows <= SCORED_TRAINING_ROWS) return undefined;
  const { resample } = await import('../../../model_selection/resample.js');
  const [sample] = resample(
    Int32Array.from({ length: rows }, (_, i) => i),
    {
      nSamples: SCORED_TRAINING_ROWS,
      replace: false,
      randomState: seed,
      stratify: stratify ? Array.from(stratify) : null,
    },
  );
  return sample;
}

/** The training and validation rows that `validationFraction` parts; classes keep their shares. */
export async function partRows(
  rows: number,
  validationFraction: number,
  stratify: Float64Array | undefined,
  seed: number,
): Promise<{ train: Int32Array; validation: Int32Array }> {
  const { trainTestSplit } = await import('../../../model_selection/train_test_split.js');
  const [train, validation] = trainTestSplit(
    Int32Array.from({ length: rows }, (_, i) => i),
    { testSize: validationFraction, stratify: stratify ? Array.from(stratify) : null, randomState: seed },
  );
  return { train, validation };
}
