import type { FitResult } from './fit_and_score.js';
import type { ParamCombination } from './parameter_grid.js';
import type { ResolvedScoring } from './scorer.js';

/**
 * The results of a search in columns, one entry per candidate: `params`, `meanTestScore`, `stdTestScore`,
 * `rankTestScore`, `split0TestScore`, `meanFitTime`, ...; `param_<name>` for each parameter; with several
 * scorers `meanTest_<name>` and so on.
 */
export interface CvResults {
  readonly params: readonly ParamCombination[];
  readonly meanFitTime: Float64Array;
  readonly stdFitTime: Float64Array;
  readonly meanScoreTime: Float64Array;
  readonly stdScoreTime: Float64Array;
  /** Mean test score of each candidate, when one scorer was asked for. */
  readonly meanTestScore: Float64Array;
  readonly stdTestScore: Float64Array;
  /** 1 is the best; equal scores share a rank. */
  readonly rankTestScore: Int32Array;
  readonly [column: `param_${string}`]: readonly unknown[];
  readonly [column: `${'mean' | 'std' | `split${number}`}${'Test' | 'Train'}${string}`]: Float64Array;
  readonly [column: `rankTest${string}`]: Int32Array;
}

/** Arranges the fits (candidate by candidate, fold by fold) in columns. */
export function searchResults(
  candidates: readonly ParamCombination[],
  fits: readonly FitResult[],
  nSplits: number,
  scoring: ResolvedScoring,
  withTrain: boolean,
): CvResults {
  const columns: Record<string, unknown> = { params: candidates };
  const put = (title: string, value: (fit: FitResult) => number, perSplit: boolean): Float64Array => {
    const head = title.charAt(0).toUpperCase() + title.slice(1);
    const mean = new Float64Array(candidates.length);
    const deviation = new Float64Array(candidates.length);
    const splits = Array.from({ length: nSplits }, () => new Float64Array(candidates.length));
    for (let c = 0; c < candidates.length; c++) {
      for (let s = 0; s < nSplits; s++) {
        splits[s][c] = value(fits[c * nSplits + s]);
        mean[c] += splits[s][c] / nSplits;
      }
      for (let s = 0; s < nSplits; s++) deviation[c] += (splits[s][c] - mean[c]) ** 2 / nSplits;
      deviation[c] = Math.sqrt(deviation[c]);
    }
    if (perSplit) {
      splits.forEach((split, s) => {
        columns[`split${s}${head}`] = split;
      });
    }
    columns[`mean${head}`] = mean;
    columns[`std${head}`] = deviation;
    return mean;
  };
  put('fitTime', (fit) => fit.fitTime, false);
  put('scoreTime', (fit) => fit.scoreTime, false);
  for (const name of new Set(candidates.flatMap((candidate) => Object.keys(candidate)))) {
    columns[`param_${name}`] = candidates.map((candidate) => candidate[name]);
  }
  scoring.scorers.forEach(([name], k) => {
    const suffix = scoring.multi ? `_${name}` : 'Score';
    const mean = put(`test${suffix}`, (fit) => fit.testScores[k], true);
    columns[`rankTest${suffix}`] = ranks(mean);
    if (withTrain) put(`train${suffix}`, (fit) => fit.trainScores[k], true);
  });
  return columns as unknown as CvResults;
}

/** Rank of each score, 1 for the greatest; ties share the better rank; NaN ranks last. */
function ranks(scores: Float64Array): Int32Array {
  const values = scores.map((score) => (Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score));
  const sorted = Float64Array.from(values).sort().reverse();
  return Int32Array.from(values, (value) => sorted.indexOf(value) + 1);
}

/** The first candidate with the best rank. */
export function bestIndex(results: CvResults, scorer: string | undefined): number {
  const column = scorer === undefined ? 'rankTestScore' : `rankTest_${scorer}`;
  return (results as unknown as Record<string, Int32Array>)[column].indexOf(1);
}
