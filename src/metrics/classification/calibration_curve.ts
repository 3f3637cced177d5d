import type { Label } from '../../core/labels.js';
import {
  checkLabels,
  checkScores,
  type LabelTargets,
  metricError,
  type Scores,
  uniqueLabels,
} from '../input.js';
import { checkChoice, checkOptionNames, optionError } from '../options.js';
import { positiveLabel, tooManyClasses } from '../positive_label.js';

/** Options of calibrationCurve. */
export interface CalibrationCurveOptions {
  /** The class that the probabilities are of; default 1 or true. */
  readonly posLabel?: Label;
  /** Number of bins; default 5. Bins without rows are left out. */
  readonly nBins?: number;
  /** Bins of equal width ('uniform', default) or with equally many rows ('quantile'). */
  readonly strategy?: 'uniform' | 'quantile';
}

/** The true share of positives beside the mean probability, in each bin that is not empty. */
export interface CalibrationCurve {
  readonly probTrue: Float64Array;
  readonly probPred: Float64Array;
}

/**
 * How often rows of about a predicted probability are positive: for a calibrated classifier the two fields agree.
 * O(n log b), and O(n log n) for quantiles. Source: Niculescu-Mizil and Caruana, ICML (2005) 625; scikit-learn
 * calibration_curve.
 * @throws InvalidInputError for more than two classes or probabilities outside [0, 1].
 *
 * @example
 * ```ts
 * const { probTrue, probPred } = calibrationCurve([0, 0, 1, 1], [0.1, 0.3, 0.6, 0.9], { nBins: 2 });
 * probTrue; // Float64Array [0, 1]
 * ```
 */
export function calibrationCurve(
  yTrue: LabelTargets,
  yProb: Scores,
  options: CalibrationCurveOptions = {},
): CalibrationCurve {
  const caller = 'calibrationCurve';
  checkOptionNames(options, ['posLabel', 'nBins', 'strategy'], caller);
  const { nBins = 5, strategy = 'uniform' } = options;
  if (!Number.isInteger(nBins) || nBins < 1)
    throw optionError(caller, 'nBins', 'must be an integer >= 1', nBins, 'Use 5 or 10.');
  checkChoice(strategy, ['uniform', 'quantile'], 'strategy', caller);
  const truth = checkLabels(yTrue, 'yTrue', caller);
  const proba = checkScores(yProb, truth.length, caller, 'yProb');
  const bad = proba.findIndex((p) => p < 0 || p > 1);
  if (bad >= 0) {
    const received = `${proba[bad]} in row ${bad}`;
    throw metricError(caller, 'yProb', 'must hold probabilities from 0 to 1', received, 'Pass predictProba.');
  }
  const classes = uniqueLabels(truth);
  if (classes.length > 2) throw tooManyClasses(classes, caller);
  const positive = positiveLabel(classes, options.posLabel, caller);
  const edges = binEdges(proba, nBins, strategy);
  const count = new Float64Array(nBins);
  const positives = new Float64Array(nBins);
  const sum = new Float64Array(nBins);
  for (let i = 0; i < proba.length; i++) {
    const bin = edgesBelow(edges, proba[i]);
    count[bin]++;
    sum[bin] += proba[i];
    if (truth[i] === positive) positives[bin]++;
  }
  const used = Array.from(count.keys()).filter((bin) => count[bin] > 0);
  return {
    probTrue: Float64Array.from(used, (bin) => positives[bin] / count[bin]),
    probPred: Float64Array.from(used, (bin) => sum[bin] / count[bin]),
  };
}

/** The edges between bins of equal width, or with equally many rows. */
export function binEdges(proba: Float64Array, nBins: number, strategy: 'uniform' | 'quantile'): Float64Array {
  return strategy === 'uniform' ? uniformEdges(nBins) : quantileEdges(proba, nBins);
}

/** The edges between bins of equal width, rounded as NumPy's linspace has them. */
function uniformEdges(nBins: number): Float64Array {
  const step = 1 / nBins;
  return Float64Array.from({ length: nBins - 1 }, (_, i) => (i + 1) * step);
}

/** The edges between bins with equally many rows: linearly interpolated quantiles. */
function quantileEdges(proba: Float64Array, nBins: number): Float64Array {
  const sorted = proba.slice().sort();
  return uniformEdges(nBins).map((quantile) => {
    const place = quantile * (sorted.length - 1);
    const low = Math.floor(place);
    const [a, b] = [sorted[low], sorted[Math.min(low + 1, sorted.length - 1)]];
    const t = place - low;
    // From the nearer end, as NumPy does, so that a value equal to an edge falls on the same side.
    return t < 0.5 ? a + (b - a) * t : b - (b - a) * (1 - t);
  });
}

/** How many edges lie below a value. */
export function edgesBelow(edges: Float64Array, value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
