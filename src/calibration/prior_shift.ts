import { describe, InvalidInputError, InvalidParameterError } from '../core/errors.js';
import { asMatrix, type MatrixLike } from '../core/input.js';
import { Matrix } from '../core/matrix.js';

/** Options of correctPriors. */
export interface CorrectPriorsOptions {
  /** Share of each class where the classifier learned, in the order of the columns. */
  readonly trainPriors: ArrayLike<number>;
  /** Share of each class where it is used; left out, the shares are estimated from the probabilities themselves. */
  readonly newPriors?: ArrayLike<number>;
  /** Most rounds of the estimate; default 1000. */
  readonly maxIter?: number;
  /** The estimate stops when no share changes by more; default 1e-8. */
  readonly tol?: number;
}

/** Probabilities for another class balance. */
export interface CorrectedProbabilities {
  /** n x k. */
  readonly probabilities: Matrix;
  /** The shares that they are for: given, or estimated. */
  readonly priors: Float64Array;
}

/**
 * Probabilities (n x k) of a classifier that learned from one class balance, for data of another: quasars are 30 %
 * of a spectroscopic training set and 1 % of the sky. Each is multiplied by the ratio of the shares and the rows are
 * scaled to 1. Without `newPriors` the shares are found by expectation maximisation. The probabilities must be
 * calibrated, and a class must look the same in both. O(n k) per round.
 * Reference: Saerens, Latinne, Decaestecker, Neural Computation 14 (2002) 21; Elkan, IJCAI 2001.
 * @throws InvalidInputError for values that are no probabilities; InvalidParameterError for shares that do not fit.
 *
 * @example
 * ```ts
 * const { probabilities } = correctPriors([[0.5, 0.5]], { trainPriors: [0.5, 0.5], newPriors: [0.99, 0.01] });
 * probabilities.row(0); // [0.99, 0.01]
 * ```
 */
export function correctPriors(
  probabilities: MatrixLike,
  { trainPriors, newPriors, maxIter = 1000, tol = 1e-8 }: CorrectPriorsOptions,
): CorrectedProbabilities {
  const P = asMatrix(probabilities, { estimator: 'correctPriors', argument: 'probabilities' });
  const wrong = P.data.find((p) => p < 0 || p > 1 + 1e-9);
  if (wrong !== undefined) {
    throw new InvalidInputError(
      `correctPriors: probabilities must lie between 0 and 1. Got ${wrong}. Pass the result of predictProba.`,
      { estimator: 'correctPriors', parameter: 'probabilities', received: String(wrong) },
    );
  }
  const train = checkShares(trainPriors, P.columns, 'trainPriors');
  if (newPriors) {
    const priors = checkShares(newPriors, P.columns, 'newPriors');
    return { probabilities: reweighted(P, train, priors), priors };
  }
  let priors: Float64Array = train.slice();
  let corrected = P;
  for (let round = 0; round < maxIter; round++) {
    corrected = reweighted(P, train, priors);
    const next = new Float64Array(P.columns);
    for (let i = 0, at = 0; i < P.rows; i++) {
      for (let j = 0; j < P.columns; j++, at++) next[j] += corrected.data[at] / P.rows;
    }
    const change = next.reduce((most, share, j) => Math.max(most, Math.abs(share - priors[j])), 0);
    priors = next;
    if (change <= tol) break;
  }
  return { probabilities: reweighted(P, train, priors), priors };
}

function reweighted(P: Matrix, train: Float64Array, priors: Float64Array): Matrix {
  const { rows, columns, data } = P;
  const result = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    let total = 0;
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      result[at] = (data[at] * priors[j]) / train[j];
      total += result[at];
    }
    // A row without any probability left (its classes have share 0) falls back to the shares.
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      result[at] = total > 0 ? result[at] / total : priors[j];
    }
  }
  return Matrix.of(result, columns);
}

function checkShares(shares: ArrayLike<number>, k: number, name: string): Float64Array {
  const values = Float64Array.from(shares);
  const total = values.reduce((sum, share) => sum + share, 0);
  const least = name === 'trainPriors' ? Number.MIN_VALUE : 0;
  if (values.length === k && values.every((share) => share >= least) && Math.abs(total - 1) <= 1e-6) {
    return values.map((share) => share / total);
  }
  throw new InvalidParameterError(
    `correctPriors: option '${name}' must hold ${k} shares${least > 0 ? ' above 0' : ''} that sum to 1. Got ${describe(Array.from(shares))}. Pass one share per class.`,
    { estimator: 'correctPriors', parameter: name, received: describe(Array.from(shares)) },
  );
}
