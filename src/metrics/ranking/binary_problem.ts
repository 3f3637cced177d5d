import type { Label } from '../../core/labels.js';
import { checkSampleWeight } from '../../core/weights.js';
import {
  checkLabels,
  checkScores,
  type LabelTargets,
  type Scores,
  uniqueLabels,
  type WeightOption,
} from '../input.js';
import { positiveLabel, tooManyClasses } from '../positive_label.js';
import { descendingOrder } from './order.js';

/** Options of the metrics of two classes. */
export interface BinaryOptions extends WeightOption {
  /** The positive class. Default 1 or true; other labels need it named. */
  readonly posLabel?: Label;
}

/** A two-class problem: which rows are positive, their scores and weights. */
export interface BinaryProblem {
  /** 1 for a positive row, else 0. */
  readonly positive: ArrayLike<number>;
  /** Finite; zeros are not negative. */
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
}

/**
 * Checks a two-class problem; with `posLabel` more classes will do, which then are all negative.
 * @throws InvalidInputError for more classes or unusable scores; InvalidParameterError for an unfit posLabel.
 */
export function binaryProblem(
  yTrue: LabelTargets,
  yScore: Scores,
  options: BinaryOptions,
  caller: string,
): BinaryProblem {
  const labels = checkLabels(yTrue, 'yTrue', caller);
  const scores = checkScores(yScore, labels.length, caller);
  const classes = uniqueLabels(labels);
  if (classes.length > 2 && options.posLabel === undefined) throw tooManyClasses(classes, caller);
  const posLabel = positiveLabel(classes, options.posLabel, caller);
  const positive = new Uint8Array(labels.length);
  for (let i = 0; i < positive.length; i++) positive[i] = labels[i] === posLabel ? 1 : 0;
  return { positive, scores, weights: checkSampleWeight(options.sampleWeight, labels.length, caller) };
}

/** The rows above each threshold. */
export interface ThresholdCounts {
  /** Weight of the negative rows with at least each threshold, rising. */
  readonly fps: Float64Array;
  /** Weight of the positive rows with at least each threshold, rising. */
  readonly tps: Float64Array;
  /** The distinct scores, falling. */
  readonly thresholds: Float64Array;
}

/** Cumulated weights at each distinct score, highest first. Rows of weight 0 are not there at all. O(n log n). */
export function thresholdCounts({ positive, scores, weights }: BinaryProblem): ThresholdCounts {
  const order = descendingOrder(scores);
  const n = order.length;
  const fps = new Float64Array(n);
  const tps = new Float64Array(n);
  const thresholds = new Float64Array(n);
  let size = 0;
  let fp = 0;
  let tp = 0;
  for (let i = 0; i < n; i++) {
    const row = order[i];
    const w = weights ? weights[row] : 1;
    if (w === 0) continue;
    const score = scores[row];
    if (positive[row] === 1) tp += w;
    else fp += w;
    if (size === 0 || thresholds[size - 1] !== score) thresholds[size++] = score;
    fps[size - 1] = fp;
    tps[size - 1] = tp;
  }
  return { fps: fps.slice(0, size), tps: tps.slice(0, size), thresholds: thresholds.slice(0, size) };
}

/** The entries at some positions. */
export function take(values: Float64Array, positions: Int32Array): Float64Array {
  const result = new Float64Array(positions.length);
  for (let i = 0; i < positions.length; i++) result[i] = values[positions[i]];
  return result;
}

/** The positions that `keep` keeps of n; the first and the last always. */
export function keepPositions(n: number, keep: (i: number) => boolean): Int32Array {
  const positions = new Int32Array(n);
  let size = 0;
  for (let i = 0; i < n; i++) if (i === 0 || i === n - 1 || keep(i)) positions[size++] = i;
  return positions.subarray(0, size);
}
