import type { DataLike } from '../../core/input.js';
import type { Estimator, Target } from '../../core/protocol.js';
import type { RandomStateLike } from '../../core/random.js';
import { studentQuantile, studentTwoSided } from '../../kernels/special.js';
import type { CvLike } from '../check_cv.js';
import { type CrossValidationOptions, crossValScore, splitAll } from '../cross_validate.js';
import { isClassifier } from '../scorer.js';
import { RepeatedKFold, RepeatedStratifiedKFold } from '../splitters/index.js';

/** Options of the comparisons: those of cross-validation. */
export interface CompareOptions extends Omit<CrossValidationOptions, 'cv'> {
  /** Folds to compare on; default 10 times 10 folds, stratified for classifiers. */
  readonly cv?: CvLike;
  /** Confidence of the interval; default 0.95. */
  readonly confidence?: number;
  /** Seed of the default folds. */
  readonly randomState?: RandomStateLike | null;
}

/** What a comparison of two estimators came to. */
export interface Comparison {
  /** Mean of (score of a) - (score of b). */
  readonly difference: number;
  /** Confidence interval of the difference. */
  readonly low: number;
  readonly high: number;
  readonly statistic: number;
  /** Chance of a difference as large as this if both are equally good. */
  readonly pValue: number;
  readonly degreesOfFreedom: number;
  /** The differences fold by fold. */
  readonly differences: Float64Array;
}

/**
 * Compares two estimators on the same folds by the corrected resampled t-test: folds share training rows, so their
 * scores are less independent than a plain t-test takes them for, and its variance is widened by the ratio of test to
 * training rows. Costs two fits per fold. Reference: Nadeau & Bengio, Machine Learning 52 (2003) 239.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const [a, b] = [new GaussianNB(), new DummyClassifier()];
 * const { difference, pValue } = await correctedResampledTTest(a, b, data, target, { cv: 5 });
 * [difference, pValue < 0.01]; // [0.62, true]
 * ```
 */
export async function correctedResampledTTest(
  a: Estimator,
  b: Estimator,
  X: DataLike,
  y?: Target,
  options: CompareOptions = {},
): Promise<Comparison> {
  const { confidence = 0.95, randomState = null, cv, ...rest } = options;
  const Repeated = isClassifier(a) ? RepeatedStratifiedKFold : RepeatedKFold;
  const usual = new Repeated({ nSplits: 10, nRepeats: 10, randomState: randomState as number | null });
  const folds = splitAll(a, X, y, { cv: cv ?? usual, groups: rest.groups });
  const scores = [
    await crossValScore(a, X, y, { ...rest, cv: folds }),
    await crossValScore(b, X, y, { ...rest, cv: folds }),
  ];
  const differences = scores[0].map((score, i) => score - scores[1][i]);
  const k = differences.length;
  const mean = differences.reduce((sum, d) => sum + d, 0) / k;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / (k - 1);
  const shares = folds.map(({ train, test }) => test.length / train.length);
  const share = shares.reduce((sum, s) => sum + s, 0) / k;
  const error = Math.sqrt((1 / k + share) * variance);
  return comparison(mean, error, k - 1, confidence, differences);
}

/** Options of the 5x2cv test. */
export type FiveByTwoOptions = Omit<CompareOptions, 'cv'>;

/**
 * Compares two estimators by the 5x2cv t-test: five times, the rows are halved and each half learns once; the first
 * difference is divided by the spread of all. Ten fits of each; wants few assumptions, but only half of the rows
 * teach. Reference: Dietterich, Neural Computation 10 (1998) 1895.
 *
 * @example
 * ```ts
 * const { data, target } = await loadIris();
 * const { pValue } = await fiveByTwoCvTest(new GaussianNB(), new DummyClassifier(), data, target, { randomState: 0 });
 * pValue < 0.05; // true
 * ```
 */
export async function fiveByTwoCvTest(
  a: Estimator,
  b: Estimator,
  X: DataLike,
  y?: Target,
  options: FiveByTwoOptions = {},
): Promise<Comparison> {
  const { confidence = 0.95, randomState = null, ...rest } = options;
  const Repeated = isClassifier(a) ? RepeatedStratifiedKFold : RepeatedKFold;
  const halves = new Repeated({ nSplits: 2, nRepeats: 5, randomState: randomState as number | null });
  const folds = splitAll(a, X, y, { cv: halves, groups: rest.groups });
  const scores = [
    await crossValScore(a, X, y, { ...rest, cv: folds }),
    await crossValScore(b, X, y, { ...rest, cv: folds }),
  ];
  const differences = scores[0].map((score, i) => score - scores[1][i]);
  let variance = 0;
  for (let pair = 0; pair < 10; pair += 2) {
    const mean = (differences[pair] + differences[pair + 1]) / 2;
    variance += (differences[pair] - mean) ** 2 + (differences[pair + 1] - mean) ** 2;
  }
  return comparison(differences[0], Math.sqrt(variance / 5), 5, confidence, differences);
}

function comparison(
  difference: number,
  error: number,
  degreesOfFreedom: number,
  confidence: number,
  differences: Float64Array,
): Comparison {
  // Folds that all differ by the same are no noise at all: certain, or no difference.
  const statistic = error > 0 ? difference / error : difference === 0 ? 0 : Math.sign(difference) * Infinity;
  const reach = studentQuantile((1 + confidence) / 2, degreesOfFreedom) * error;
  return {
    difference,
    low: difference - reach,
    high: difference + reach,
    statistic,
    pValue: statistic === 0 ? 1 : studentTwoSided(statistic, degreesOfFreedom),
    degreesOfFreedom,
    differences,
  };
}
