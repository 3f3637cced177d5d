import type { DataLike } from '../../core/input.js';
import type { Matrix } from '../../core/matrix.js';
import { custom, declare, int, nullable, real, seed } from '../../core/params.js';
import type { Estimator } from '../../core/protocol.js';
import { memberParam } from '../bagging/params.js';
import type { MetaRegressorData } from '../base/meta_regressor.js';

/** The loss of each row from what is true and what is predicted. */
export type RowLoss = (yTrue: Float64Array | Matrix, yPred: Float64Array | Matrix) => ArrayLike<number>;

/** Whether a drawn subset may be learned from. */
export type DataCheck = (X: DataLike, y: Float64Array | Matrix) => boolean;

/** Whether a model of a drawn subset may compete. */
export type ModelCheck = (model: Estimator, X: DataLike, y: Float64Array | Matrix) => boolean;

const isFunction = (value: unknown): boolean => typeof value === 'function';

const unlimited = (doc: string) =>
  custom<number>(Number.POSITIVE_INFINITY, {
    doc,
    expected: 'an integer >= 0 or Infinity',
    accepts: (value) =>
      value === Number.POSITIVE_INFINITY || (Number.isSafeInteger(value) && (value as number) >= 0),
    invalid: [-1, 1.5, 'all', null],
  });

const check = <T>(doc: string) =>
  custom<T | null>(null, {
    doc,
    expected: 'a function or null',
    accepts: (value) => value === null || isFunction(value),
    invalid: [true, 'yes', 3],
  });

export const declaration = declare('RANSACRegressor', {
  estimator: memberParam('The regressor; null is LinearRegression.'),
  minSamples: nullable(
    custom<number>(1, {
      doc: 'Rows of a subset: a count, a share in (0, 1), or null for one more than there are columns.',
      expected: 'an integer >= 1 or a share in (0, 1)',
      accepts: (value) =>
        typeof value === 'number' && value > 0 && (value < 1 || Number.isSafeInteger(value)),
      invalid: [0, -1, 1.5, 'all'],
    }),
  ),
  residualThreshold: nullable(
    real(1, {
      min: 0,
      doc: 'Largest loss of a row that agrees; null for the median absolute deviation of y.',
    }),
  ),
  isDataValid: check<DataCheck>('Called with X and y of a subset; false skips it.'),
  isModelValid: check<ModelCheck>('Called with the model, X and y of a subset; false skips it.'),
  maxTrials: int(100, { min: 0, doc: 'Most subsets.' }),
  maxSkips: unlimited('Most subsets that may be skipped.'),
  stopNInliers: unlimited('Stop when this many rows agree.'),
  stopScore: real(Number.POSITIVE_INFINITY, {
    max: Number.POSITIVE_INFINITY,
    doc: 'Stop when the score on the rows that agree is at least this.',
  }),
  stopProbability: real(0.99, {
    min: 0,
    max: 1,
    doc: 'Stop when a subset without outliers has been drawn with this probability.',
  }),
  loss: custom<'absolute_error' | 'squared_error' | RowLoss>('absolute_error', {
    doc: "The loss that the threshold is for: 'absolute_error', 'squared_error' (summed over targets), or a function of yTrue and yPred.",
    expected: "'absolute_error', 'squared_error' or a function",
    accepts: (value) => value === 'absolute_error' || value === 'squared_error' || isFunction(value),
    invalid: ['hinge', 3, null],
  }),
  randomState: seed(),
});

/** The loss of each row. */
export function residuals(
  loss: 'absolute_error' | 'squared_error' | RowLoss,
  truth: Float64Array | Matrix,
  predicted: Matrix,
  { y, oneDimensional }: MetaRegressorData,
): ArrayLike<number> & { keys(): IterableIterator<number> } {
  if (typeof loss === 'function') {
    return Float64Array.from(loss(truth, oneDimensional ? predicted.data : predicted));
  }
  const result = new Float64Array(y.rows);
  for (let i = 0, at = 0; i < y.rows; i++) {
    for (let t = 0; t < y.columns; t++, at++) {
      const error = Math.abs(y.data[at] - predicted.data[at]);
      result[i] += loss === 'absolute_error' ? error : error * error;
    }
  }
  return result;
}

/** The median distance from the median. */
export function medianDeviation(y: Float64Array): number {
  const centre = median(y);
  return median(y.map((value) => Math.abs(value - centre)));
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
