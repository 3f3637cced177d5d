import { sideBySide } from '../../compose/feature_union.js';
import { describe, InvalidParameterError } from '../../core/errors.js';
import { asMatrix, type DataLike } from '../../core/input.js';
import { Matrix } from '../../core/matrix.js';
import { custom, nullable, seed } from '../../core/params.js';
import type { Estimator, Target } from '../../core/protocol.js';
import { RandomState } from '../../core/random.js';
import type { Run } from '../../core/run.js';
import type { CvLike } from '../../model_selection/check_cv.js';
import { binaryMemberParam } from '../multiclass/binary_members.js';

/** Parameters of both chains. */
export const chainSpecs = {
  estimator: binaryMemberParam('The estimator, one copy per output.'),
  order: nullable(
    custom<readonly number[] | 'random'>('random', {
      doc: "The outputs in the order in which they are learned, 'random', or null for that of y.",
      expected: "a list of output numbers, 'random', or null",
      accepts: (value) =>
        value === 'random' ||
        (Array.isArray(value) && value.length > 0 && value.every((t) => Number.isInteger(t) && t >= 0)),
      invalid: ['shuffled', [-1], [0.5], 3, []],
    }),
  ),
  cv: nullable(
    custom<CvLike>(5, {
      doc: 'Learn from cross-validated predictions of the earlier outputs (folds, a splitter, a list of folds) instead of their true values (null).',
      expected: 'an integer >= 2, a splitter, a list of { train, test }, or null',
      accepts: (value) =>
        typeof value === 'number'
          ? Number.isInteger(value) && value >= 2
          : typeof value === 'object' && value !== null,
      invalid: [1, 2.5, 'five'],
    }),
  ),
  randomState: seed(),
};

/**
 * The order in which outputs are learned.
 * @throws InvalidParameterError unless a given order names every output once.
 */
export function chainOrder(
  order: readonly number[] | 'random' | null,
  outputs: number,
  randomState: number | readonly number[] | null,
  estimator: string,
): Int32Array {
  if (order === 'random') return RandomState.from(randomState).permutation(outputs);
  if (order === null) return Int32Array.from({ length: outputs }, (_, t) => t);
  const seen = [...order].sort((a, b) => a - b);
  if (seen.length !== outputs || seen.some((t, i) => t !== i)) {
    throw new InvalidParameterError(
      `${estimator}: parameter 'order' must name each of the ${outputs} outputs once. Got ${describe(order)}. Number them from 0.`,
      { estimator, parameter: 'order', received: describe(order), remedy: 'number the outputs from 0' },
    );
  }
  return Int32Array.from(order);
}

/** What a chain learns from. */
export interface ChainData {
  readonly X: DataLike;
  readonly sampleWeight: Float64Array | undefined;
  /** What a member learns for an output. */
  readonly target: (output: number) => Target;
  /** The true values of an output as numbers. */
  readonly values: (output: number) => Float64Array;
  /** Predictions of an output for rows that its member did not learn from; undefined without `cv`. */
  readonly crossValidated?: (X: Matrix, output: number) => Promise<Float64Array>;
}

/** Fits the members one after the other, each on X and the outputs before it. */
export async function fitChain(
  estimator: Estimator,
  order: Int32Array,
  data: ChainData,
  run: Run,
): Promise<Estimator[]> {
  const { sampleWeight } = data;
  const { signal } = run;
  let X = asMatrix(data.X, { estimator: run.estimator, allowNaN: true }).withColumnNames(undefined);
  const members: Estimator[] = [];
  for (const [i, output] of order.entries()) {
    await run.step(i, order.length, 'output');
    const target = data.target(output);
    members.push(
      await estimator.with({}).fit(X, target, sampleWeight ? { sampleWeight, signal } : { signal }),
    );
    if (i === order.length - 1) break;
    const column = data.crossValidated ? await data.crossValidated(X, output) : data.values(output);
    X = withColumn(X, column);
  }
  await run.step(order.length, order.length, 'output');
  return members;
}

/** Lets the members answer one after the other; `answer` gives the column that the next ones see. */
export async function followChain(
  members: readonly Estimator[],
  X: DataLike,
  answer: (member: Estimator, X: Matrix, position: number) => Promise<Float64Array>,
  run: Run,
): Promise<void> {
  let wide = asMatrix(X, { estimator: run.estimator, allowNaN: true }).withColumnNames(undefined);
  for (const [i, member] of members.entries()) {
    const column = await answer(member, wide, i);
    if (i < members.length - 1) wide = withColumn(wide, column);
    await run.breathe();
  }
}

function withColumn(X: Matrix, column: Float64Array): Matrix {
  return sideBySide([X, Matrix.of(column, 1)], 'chain');
}
