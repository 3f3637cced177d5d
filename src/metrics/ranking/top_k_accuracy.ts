import type { Labels } from '../../core/labels.js';
import type { Matrix } from '../../core/matrix.js';
import { UndefinedMetricWarning, warn } from '../../core/warnings.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  asList,
  checkLabels,
  checkScoreMatrix,
  checkScores,
  columnClasses,
  encode,
  isMatrixLike,
  type LabelTargets,
  metricError,
  type Scores,
  type WeightOption,
} from '../input.js';
import { checkOptionNames, optionError } from '../options.js';

/** Options of topKAccuracyScore. */
export interface TopKAccuracyOptions extends WeightOption {
  /** How many classes may be named; default 2. */
  readonly k?: number;
  /** A share (true, the default) or the number (weight) of rows. */
  readonly normalize?: boolean;
  /** The sorted classes of the columns; default the labels of yTrue. */
  readonly labels?: Labels | null;
}

const CALLER = 'topKAccuracyScore';

/**
 * The share (weight) of rows whose true class is among the k classes with the highest scores; of equal scores the later
 * class comes first. Several classes take n x c scores; two may have one score per row, which is cut at 0.5 for
 * probabilities and at 0 for others. O(n c). Source: scikit-learn top_k_accuracy_score.
 * @throws InvalidInputError when labels and scores do not fit; InvalidParameterError for an unfit k.
 *
 * @example
 * ```ts
 * topKAccuracyScore([0, 1, 2], [[0.5, 0.3, 0.2], [0.3, 0.4, 0.2], [0.5, 0.4, 0.1]], { k: 2 }); // 0.667
 * ```
 */
export function topKAccuracyScore(
  yTrue: LabelTargets,
  yScore: Scores | LabelTargets,
  options: TopKAccuracyOptions = {},
): number {
  checkOptionNames(options, ['k', 'normalize', 'sampleWeight', 'labels'], CALLER);
  const { k = 2, normalize = true } = options;
  if (!Number.isInteger(k) || k < 1) throw optionError(CALLER, 'k', 'must be an integer >= 1', k, 'Use 2.');
  const labels = checkLabels(yTrue, 'yTrue', CALLER);
  const n = labels.length;
  const classes = columnClasses(labels, options.labels, CALLER);
  const weights = checkSampleWeight(options.sampleWeight, n, CALLER);
  const several = isMatrixLike(yScore) && asList(yScore, 'yScore', CALLER) === undefined;
  const columns = several ? checkScoreMatrix(yScore, n, CALLER) : undefined;
  if ((columns?.columns ?? 2) !== classes.length) {
    const received = columns ? `${columns.columns} columns` : 'one score per row';
    const what = `must have one column for each of the ${classes.length} classes`;
    throw metricError(CALLER, 'yScore', what, received, 'Pass labels if yTrue lacks some class.');
  }
  if (k >= classes.length) {
    const message = `k = ${k} names all of the ${classes.length} classes: the score is perfect and says nothing. Choose a smaller k.`;
    warn(new UndefinedMetricWarning(message, CALLER));
  }
  const codes = encode(labels, classes);
  const hits = columns ? hitsOf(columns, codes, k) : binaryHits(checkScores(yScore, n, CALLER), codes, k);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    total += w;
    sum += w * hits[i];
  }
  return normalize ? sum / total : sum;
}

function hitsOf({ data, columns }: Matrix, codes: Int32Array, k: number): Uint8Array {
  return Uint8Array.from(codes, (own, i) => {
    const base = i * columns;
    const score = data[base + own];
    let before = 0;
    for (let c = 0; c < columns; c++) {
      const other = data[base + c];
      if (other > score || (other === score && c > own)) before++;
    }
    return before < k ? 1 : 0;
  });
}

function binaryHits(scores: Float64Array, codes: Int32Array, k: number): Uint8Array {
  const threshold = scores.every((score) => score >= 0 && score <= 1) ? 0.5 : 0;
  return Uint8Array.from(codes, (own, i) => (k > 1 || (scores[i] > threshold ? 1 : 0) === own ? 1 : 0));
}
